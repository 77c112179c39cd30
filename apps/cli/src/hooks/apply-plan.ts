import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { type AppPaths, ensureSecret, writeFileAtomic } from '@belfry/core/node';
import { toHookScript, toStatusScript } from './client-scripts.ts';
import type { PlannedFile } from './hook-plan.ts';
import { type HookRecords, hashOf } from './hook-record.ts';
import { checkWritable, writeSettingsFile } from './settings-file.ts';
import { hookSpool, statusSpool } from './spool-places.ts';

type HookPaths = Pick<AppPaths, 'dataDir' | 'stateDir' | 'spoolDir' | 'hookTokenFile'>;

/** Clients first: settings never name one that is not there. @throws BELFRY_SETTINGS_REFUSED */
export function putIn(planned: readonly PlannedFile[], records: HookRecords, paths: HookPaths): void {
  const next = planned.map((one) => ({ ...one, text: one.with() }));
  const changed = next.filter((one) => one.text !== one.file.text);
  for (const { file } of changed) checkWritable(file);
  writeClients(paths, planned);
  for (const one of next) {
    // Before it is needed: what is known of the way back holds, whether the file gets written or not.
    records.write({ path: one.file.path, before: one.without, afterHash: hashOf(one.text) });
    if (changed.includes(one)) writeSettingsFile(one.file, one.text);
  }
}

/** The client of hooks stays: sessions that run now call it until they end. @throws BELFRY_SETTINGS_REFUSED */
export function takeOut(planned: readonly PlannedFile[], records: HookRecords): void {
  const changed = planned.filter((one) => one.without !== one.file.text);
  for (const { file } of changed) checkWritable(file);
  for (const one of planned) {
    if (changed.includes(one)) writeSettingsFile(one.file, one.without);
    records.remove(one.file.path);
    rmSync(one.clients.status, { force: true });
  }
}

function writeClients(paths: HookPaths, planned: readonly PlannedFile[]): void {
  for (const directory of [paths.dataDir, paths.stateDir, paths.spoolDir, hookSpool(paths), statusSpool(paths)]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  ensureSecret(paths.hookTokenFile);
  for (const { editor, file, clients, without } of planned) {
    writeProgram(clients.hook, toHookScript(hookSpool(paths)));
    if (editor.statusCommand === undefined) continue;
    const command = without === undefined ? undefined : editor.statusCommand(file.path, without);
    writeProgram(clients.status, toStatusScript(statusSpool(paths), 'claude', command));
  }
}

function writeProgram(path: string, text: string): void {
  writeFileAtomic(path, text);
  chmodSync(path, 0o700);
}
