import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeSession } from './claude-session.ts';
import { createRandom } from './random.ts';
import { createTextPool } from './text-pool.ts';

export interface CorpusOptions {
  /** Becomes a Claude Code root: transcripts go to `<directory>/projects/…`. */
  directory: string;
  sessions: number;
  megabytes: number;
  projects: number;
  seed: number;
}

export interface Corpus {
  files: string[];
  bytes: number;
  lines: number;
}

/** Writes a corpus of the shape measured on real transcripts: few large sessions, many small ones, rare huge lines. */
export function generateCorpus(options: CorpusOptions): Corpus {
  const random = createRandom(options.seed);
  const pool = createTextPool(random);
  const weights = Array.from({ length: options.sessions }, () => random.length(3, 1.1, 1e6));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const corpus: Corpus = { files: [], bytes: 0, lines: 0 };
  const firstMs = Date.UTC(2026, 4, 1);
  weights.forEach((weight, i) => {
    const cwd = `/home/dev/src/project-${random.integer(1, options.projects)}`;
    const directory = join(options.directory, 'projects', cwd.replace(/[^A-Za-z0-9-]/g, '-'));
    mkdirSync(directory, { recursive: true });
    const startMs = firstMs + Math.floor((i / options.sessions) * 180 * 86_400_000);
    const lines: string[] = [];
    const session = claudeSession(random, pool, {
      cwd,
      startMs,
      targetBytes: (options.megabytes * 1e6 * weight) / total,
    });
    let step = session.next();
    for (; !step.done; step = session.next()) lines.push(step.value);
    const path = join(directory, `${step.value}.jsonl`);
    const text = lines.join('');
    writeFileSync(path, text);
    utimesSync(path, startMs / 1000, startMs / 1000);
    corpus.files.push(path);
    corpus.bytes += Buffer.byteLength(text);
    corpus.lines += lines.length;
  });
  return corpus;
}
