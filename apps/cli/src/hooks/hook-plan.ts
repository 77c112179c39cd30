import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppPaths } from '@belfry/core/node';
import { type AgentEnvironment, agents } from '@belfry/ingest';
import { createTwoFilesPatch } from 'diff';
import type { HookAgent, HookClients, HookEditor } from './hook-agents.ts';
import { type HookRecords, hashOf } from './hook-record.ts';
import { readSettingsFile, type SettingsFile } from './settings-file.ts';

/** A settings file as it is, as it would be without belfry, and as it would be with it. */
export interface PlannedFile {
  agent: HookAgent;
  editor: HookEditor;
  file: SettingsFile;
  clients: HookClients;
  /** `undefined`: there was none. */
  without: string | undefined;
  /** @throws BELFRY_SETTINGS_REFUSED */
  with(): string;
}

/** Settings files of the agents that are there. @throws BELFRY_SETTINGS_REFUSED for one that cannot be edited safely */
export function planHooks(options: {
  hookAgents: readonly HookAgent[];
  environment: AgentEnvironment;
  paths: Pick<AppPaths, 'dataDir'>;
  records: HookRecords;
}): PlannedFile[] {
  const { hookAgents, environment, paths, records } = options;
  return hookAgents.flatMap((agent) =>
    settingsRoots(agent.id, environment).flatMap((root) =>
      agent.editors.map((editor) => planFile(agent, editor, join(root, editor.file), paths, records)),
    ),
  );
}

function planFile(
  agent: HookAgent,
  editor: HookEditor,
  path: string,
  { dataDir }: Pick<AppPaths, 'dataDir'>,
  records: HookRecords,
): PlannedFile {
  const file = readSettingsFile(path);
  const { text } = file;
  const clients = {
    hook: join(dataDir, 'belfry-hook'),
    status: join(dataDir, `belfry-status-${hashOf(path).slice(0, 8)}`),
  };
  const record = records.read(path);
  const isAsWritten = text !== undefined && record?.afterHash === hashOf(text);
  const without = isAsWritten ? record?.before : text && editor.remove(path, text, clients, record?.before);
  return { agent, editor, file, clients, without, with: () => editor.add(path, without ?? '', clients) };
}

/** Directories in which an agent looks for its settings: those it was told, or its first default. */
function settingsRoots(id: string, environment: AgentEnvironment): string[] {
  const roots = agents.find((agent) => agent.id === id)?.roots(environment) ?? [];
  return roots
    .filter(({ via }, index) => via === 'environment' || index === 0)
    .map(({ path }) => path)
    .filter((path) => existsSync(path));
}

/** As a patch; empty when nothing changes. */
export function diffOf({ file }: PlannedFile, next: string | undefined): string {
  if (file.text === next) return '';
  const name = (text: string | undefined) => (text === undefined ? '/dev/null' : file.path);
  return createTwoFilesPatch(name(file.text), name(next), file.text ?? '', next ?? '', '', '', {
    context: 2,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}
