import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateCorpus } from '../corpus/generate.ts';
import type { BenchContext } from './result.ts';

export interface CorpusFiles {
  /** A Claude Code root. */
  root: string;
  files: string[];
  bytes: number;
}

const shapes = {
  /** 1,000 sessions, 560 MB asked for. */
  large: { sessions: 1000, megabytes: 560, projects: 40, seed: 42 },
  /** 10,000 small files in 40 directories. */
  many: { sessions: 10_000, megabytes: 300, projects: 40, seed: 43 },
} as const;

/** A corpus, generated once and kept. */
export function corpus(name: keyof typeof shapes, { cacheDirectory, log }: BenchContext): CorpusFiles {
  const root = join(cacheDirectory, `corpus-${name}`);
  const index = join(root, 'index.json');
  if (!existsSync(index)) {
    log(`generating the corpus "${name}"`);
    const temporary = `${root}.${process.pid}`;
    rmSync(root, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true });
    const { bytes } = generateCorpus({ directory: temporary, ...shapes[name] });
    writeFileSync(join(temporary, 'index.json'), JSON.stringify({ bytes }));
    renameSync(temporary, root);
  }
  const { bytes } = JSON.parse(readFileSync(index, 'utf8')) as { bytes: number };
  const projects = join(root, 'projects');
  const files = readdirSync(projects).flatMap((project) =>
    readdirSync(join(projects, project)).map((file) => join(projects, project, file)),
  );
  return { root, files, bytes };
}
