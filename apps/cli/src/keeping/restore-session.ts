import { isAbsolute, join, normalize, resolve, sep } from 'node:path';
import { BelfryError, type SessionDetail, type SourceRef } from '@belfry/core';
import { agents, resolvePlaces } from '@belfry/ingest';
import { readSessionFiles, type SessionFile } from '@belfry/store';
import { findSessionId } from '../client/find-session.ts';
import { type ReadableArchive, readArchive } from '../client/read-archive.ts';
import { type CommandContext, readContext } from '../context.ts';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { comparePlace, type Placing, placeFile } from './place-file.ts';

export interface RestoreSessionFlags {
  /** The agent's directory to write below, instead of the one the session was read from. */
  root?: string;
  force?: boolean;
  json?: boolean;
}

interface PlannedFile {
  file: SessionFile;
  target: string;
  placing: Placing;
}

/** How each agent takes a session up again, in the directory it was begun in. */
const resumeCommands: Record<string, (native: string) => string> = {
  claude: (native) => `claude --resume ${native}`,
  codex: (native) => `codex resume ${native}`,
};

/**
 * Puts the files of a session back where its agent looks for them: transcript, subagents, side files, each under its
 * name and with its time. Everything is compared before anything is written.
 */
export async function restoreSession(target: string, flags: RestoreSessionFlags): Promise<void> {
  const context = readContext();
  await readArchive(context, async (archive) => {
    const detail = await findTopSession(archive, target);
    const root = chooseRoot(context, detail, flags.root);
    const { files = [], shared = [] } = readSessionFiles(context.paths.archiveFile, detail) ?? {};
    if (files.length === 0) throw nothingLeft(detail);
    const planned: PlannedFile[] = [];
    for (const file of files) {
      const path = toTarget(root, file.ref);
      const placing = await comparePlace(path, archive.restore(file.ref), file.ref.compression === 'zstd');
      planned.push({ file, target: path, placing });
    }
    refuseDifferent(planned, flags.force === true);
    const written = planned.filter(({ placing }) => placing === 'missing' || (placing !== 'same' && flags.force));
    for (const { file, target: path } of written) {
      const isCompressed = file.ref.compression === 'zstd';
      await placeFile(path, archive.restore(file.ref), { isCompressed, mtimeNs: file.mtimeNs });
    }
    report(detail, planned, written, shared, flags.json === true);
  });
}

/** A subagent is restored with the session that called it. */
async function findTopSession(archive: ReadableArchive, target: string): Promise<SessionDetail> {
  let detail = await archive.session(await findSessionId(archive, target));
  for (let depth = 0; detail?.relation === 'subagent' && detail.parentId !== undefined && depth < 100; depth++) {
    const parent = await archive.session(detail.parentId);
    if (parent === undefined) break;
    detail = parent;
  }
  if (detail === undefined) throw new BelfryError('BELFRY_NOT_FOUND', `No session is called "${target}".`);
  return detail;
}

/** Only below a directory the agent is known to use here: what an archive says of places is not enough. */
function chooseRoot({ config, environment }: CommandContext, session: SessionDetail, given?: string): string {
  if (given !== undefined) return resolve(given);
  const places = resolvePlaces({ agents, environment, machine: config.machine, extraRoots: config.roots });
  const isKnown = places.some(({ agent, root }) => agent.id === session.agent && root.path === session.root);
  if (isKnown && session.machine === config.machine) return session.root;
  throw new BelfryError('BELFRY_USAGE', `${session.id} was read from ${session.root} on ${session.machine}.`, {
    hint: 'Name the directory of the agent here with --root, for example --root ~/.claude.',
  });
}

function toTarget(root: string, { agent, path }: SourceRef): string {
  const target = normalize(join(root, path));
  const isBelow = !isAbsolute(path) && target.startsWith(root.endsWith(sep) ? root : root + sep);
  const isOwn = agents.find(({ id }) => id === agent)?.classify(path) !== undefined;
  if (isBelow && isOwn) return target;
  throw new BelfryError('BELFRY_USAGE', `"${path}" is no place ${agent} keeps files at.`, {
    hint: 'belfry restore <path> --output <file> writes it elsewhere.',
  });
}

function refuseDifferent(planned: readonly PlannedFile[], isForced: boolean): void {
  const different = planned.filter(({ placing }) => placing === 'different');
  if (isForced || different.length === 0) return;
  throw new BelfryError('BELFRY_USAGE', `Other files are in the way of ${different.length} of ${planned.length}.`, {
    hint: `Nothing was written. --force replaces them:\n${different.map(({ target }) => `  ${target}`).join('\n')}`,
  });
}

function nothingLeft({ id }: SessionDetail): BelfryError {
  return new BelfryError('BELFRY_NOT_FOUND', `The archive holds no file of ${id} alone.`, {
    hint: 'belfry sessions show prints its files; belfry restore <path> writes one of them.',
  });
}

function report(
  session: SessionDetail,
  planned: readonly PlannedFile[],
  written: readonly PlannedFile[],
  shared: readonly string[],
  isJson: boolean,
): void {
  const native = session.id.slice(session.id.indexOf(':') + 1);
  const resume = resumeCommands[session.agent]?.(native);
  if (isJson) {
    const files = planned.map(({ target, placing, ...rest }) => ({
      path: target,
      was: placing,
      written: written.some((one) => one.file === rest.file),
    }));
    writeJson({ session: session.id, files, shared, cwd: session.cwd, resume });
    return;
  }
  for (const { target } of written) answer(target);
  const left = planned.filter((one) => !written.includes(one));
  say(`${written.length} of ${planned.length} files were put back${left.length > 0 ? '; the others are there' : ''}.`);
  for (const { target } of left.filter(({ placing }) => placing === 'longer')) {
    say(`The agent has gone on in ${target}; it was left as it is.`);
  }
  if (resume !== undefined)
    say(`To go on: ${session.cwd === undefined ? '' : `cd ${toWord(session.cwd)} && `}${resume}`);
}

/** As one word of a shell's command line. */
function toWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
