import { createServer } from 'node:http';
import { toBelfryError } from '../../src/errors.ts';
import type { AppPaths } from '../../src/node/index.ts';
import {
  answerChallenge,
  answerHeader,
  belfryHeader,
  claimHome,
  ensureSecret,
  listenForServe,
  listenOn,
  openLifetimeLock,
  removeStartupLock,
  toServerUrl,
  writeStartupLock,
  writeStateFile,
} from '../../src/node/index.ts';
import { argument, hear, tell } from './dialogue.ts';

// The start of a daemon, reduced to what makes it one.
const { paths, port, isExplicit, readOnly, pauses } = argument<{
  paths: AppPaths;
  port: number;
  isExplicit?: boolean;
  readOnly?: boolean;
  /** Waits for a word after each step. */
  pauses?: boolean;
}>();
const host = '127.0.0.1';

try {
  await serve();
} catch (error) {
  const { code, message, data } = toBelfryError(error);
  tell({ kind: 'error', code, message, data });
}
await hear();

async function serve(): Promise<void> {
  const secret = ensureSecret(paths.secretFile);
  if (!readOnly) {
    const lock = openLifetimeLock(paths.lockFile, { purpose: 'daemon' });
    const onWait = (owner: { purpose: string }) => tell({ kind: 'waiting', for: owner.purpose });
    const claim = await claimHome({ lock, runDir: paths.runDir, secret, onWait, pollMs: 5 });
    if (claim.kind === 'already-running') return tell({ kind: claim.kind, url: claim.server.url });
  }
  writeStartupLock(paths.runDir);
  if (pauses) {
    tell({ kind: 'starting' });
    await hear();
  }
  const server = createServer((request, response) => {
    const nonce = new URL(request.url ?? '', 'http://x').searchParams.get('challenge') ?? '';
    const answer = answerChallenge(nonce, state, secret);
    response.writeHead(200, { [belfryHeader]: '1.2.3', ...(answer && { [answerHeader]: answer }) }).end('{}');
  });
  const bound = await listenForServe((candidate) => listenOn(server, host, candidate), {
    host,
    port,
    isExplicit: isExplicit ?? false,
  });
  const state = writeStateFile(paths.runDir, { host, port: bound, version: '1.2.3', readOnly });
  removeStartupLock(paths.runDir);
  tell({ kind: 'serving', port: bound, url: toServerUrl(host, bound) });
}
