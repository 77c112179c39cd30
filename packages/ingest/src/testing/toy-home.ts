import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceRef } from '@belfry/core';
import { createLiveIngest, type LiveIngest, type LiveIngestOptions } from '../live-ingest.ts';
import { openSourceFile } from '../source/source-file.ts';
import { toSourceRef } from '../walk-place.ts';
import { createMemorySink, type MemorySink } from './memory-sink.ts';
import { toyAgent } from './toy-agent.ts';

/** A home directory with files of the toy agent, live ingest over it, and what it gave. */
export interface ToyHome {
  dir: string;
  sink: MemorySink;
  /** Files opened so far. */
  opened: string[];
  /** Absolute path of a transcript. */
  talk(name: string): string;
  /** What ingest calls the source at a path. */
  ref(file: string): SourceRef;
  write(file: string, content: string, ageMs?: number): void;
  start(options?: Partial<LiveIngestOptions>): Promise<LiveIngest>;
  /** The one started last. */
  live(): LiveIngest;
  /** Keys of the messages of a file. */
  ids(file: string): string[];
  /** Resolves when `condition` holds; looked at after every change of the sink and, for what is not told, often. */
  until(condition: () => boolean): Promise<void>;
  remove(): Promise<void>;
}

/** A line of the toy agent. */
export function say(id: string, text = ''): string {
  return `${JSON.stringify({ type: 'say', id, session: 's', text })}\n`;
}

export function createToyHome(): ToyHome {
  const dir = mkdtempSync(join(tmpdir(), 'belfry-live-'));
  const sink = createMemorySink();
  const opened: string[] = [];
  let live: LiveIngest | undefined;
  return {
    dir,
    sink,
    opened,
    talk: (name) => join(dir, '.toy/talks', name),
    ref(file) {
      const root = { path: join(dir, '.toy'), via: 'default' } as const;
      const ref = toSourceRef({ agent: toyAgent, machine: 'here', root }, file);
      if (!ref) throw new Error(`${file} is no source`);
      return ref;
    },
    write(file, content, ageMs = 0) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      if (ageMs > 0) utimesSync(file, new Date(Date.now() - ageMs), new Date(Date.now() - ageMs));
    },
    async start(options = {}) {
      live = createLiveIngest({
        agents: [toyAgent],
        environment: { home: dir, platform: 'linux', env: {} },
        machine: 'here',
        sink,
        open(path) {
          opened.push(path);
          return openSourceFile(path);
        },
        ...options,
      });
      await live.start();
      return live;
    },
    live() {
      if (!live) throw new Error('not started');
      return live;
    },
    ids: (file) => sink.facts(file).map((fact) => (fact.type === 'message' ? fact.key : fact.type)),
    until: (condition) =>
      new Promise((resolve) => {
        const timer = setInterval(look, 20);
        function look(): void {
          if (!condition()) return;
          clearInterval(timer);
          sink.onChange = undefined;
          resolve();
        }
        sink.onChange = look;
        look();
      }),
    async remove() {
      await live?.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
