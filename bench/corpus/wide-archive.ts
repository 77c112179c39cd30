import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agents, readSource } from '@belfry/ingest';
import { openArchiveWriter } from '@belfry/store';
import type { BenchContext } from '../support/result.ts';
import { type CompactPlan, compactSession } from './compact-session.ts';
import { createRandom, type Random, uuid } from './random.ts';

/** Raised when what is in it changes. */
const edition = 2;
const wanted = { messages: 1_000_000, sessions: 3_000, projects: 60, seed: 44 };
const dayMs = 86_400_000;

/** An archive of a million messages, a year of work: built once through the writer, and kept. */
export function wideArchive({ cacheDirectory, log }: BenchContext): string {
  const directory = join(cacheDirectory, `archive-wide-${edition}`);
  const path = join(directory, 'archive.db');
  if (existsSync(path)) return upgraded(path);
  log('building an archive of a million messages');
  const temporary = `${directory}.${process.pid}`;
  const root = join(temporary, 'root');
  mkdirSync(root, { recursive: true });
  const writer = openArchiveWriter({ path: join(temporary, 'archive.db') });
  const agent = agents.find(({ id }) => id === 'claude');
  if (agent === undefined) throw new Error('There is no agent "claude"');
  const random = createRandom(wanted.seed);
  for (const plan of plans(random)) {
    const name = plan.agentId === undefined ? '' : `/subagents/agent-${plan.agentId}`;
    const file = `projects/${plan.cwd.replace(/[^A-Za-z0-9-]/g, '-')}/${plan.sessionId}${name}.jsonl`;
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), compactSession(random, plan));
    const kind = agent.classify(file);
    if (kind === undefined) throw new Error(`${file} is no source`);
    const source = { machine: 'tower', root, path: file, agent: agent.id, ...kind };
    for (const batch of readSource({ agent }, source, undefined)) writer.applyBatch(batch, { bulk: true });
  }
  writer.close();
  rmSync(root, { recursive: true });
  rmSync(directory, { recursive: true, force: true });
  renameSync(temporary, directory);
  return path;
}

/** Brought to the schema of today, without the copy an upgrade makes first. */
function upgraded(path: string): string {
  openArchiveWriter({ path }).close();
  for (const name of readdirSync(join(path, '..'))) if (name.endsWith('.bak')) rmSync(join(path, '..', name));
  return path;
}

/** Few long sessions and many short ones, over a year; every fifth spawns some subagents. */
function plans(random: Random): CompactPlan[] {
  const weights = Array.from({ length: wanted.sessions }, () => random.length(3, 1.1, 1e6));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const firstMs = Date.UTC(2025, 10, 20);
  return weights.flatMap((weight, index) => {
    const messages = Math.max(2, Math.round((wanted.messages * weight) / total));
    const startMs = firstMs + Math.floor((index / wanted.sessions) * 365 * dayMs);
    const cwd = `/home/dev/src/project-${Math.floor(wanted.projects ** random.next())}`;
    const main = { sessionId: uuid(random), cwd, startMs, messages };
    if (index % 5 !== 0 || messages < 60) return [main];
    const share = Math.floor(messages / 12);
    const agents = Array.from({ length: 6 }, (_, n) => ({
      ...main,
      agentId: `a${random.letters(16, '0123456789abcdef')}`,
      startMs: startMs + n * 600_000,
      messages: share,
    }));
    return [{ ...main, messages: messages - 6 * share }, ...agents];
  });
}
