import type { Fact, FileTouch, IngestBatch, SourceCursor, SourceRef } from '@belfry/core';
import { aSourceRef, someTokens } from '@belfry/core/testing';
import fc from 'fast-check';
import { type ToyRecord, toyBatches, toyBytes } from '../src/testing/index.ts';

/** A source with the pasts its file had, oldest first; a grown past is one that begins with the one before. */
export interface WorldSource {
  ref: SourceRef;
  pasts: { generation: number; bytes: Buffer }[];
}

type ToyFact = NonNullable<ToyRecord['facts']>[number];

const startAt = Date.UTC(2026, 0, 2);
const natives = ['a', 'b', 'c', 'a/child'];

const record = fc.record({
  kind: fc.constantFrom(
    'prompt',
    'reply',
    'reply',
    'call',
    'result',
    'patch',
    'link',
    'abandon',
    'quota',
    'issue',
    'leaf',
  ),
  n: fc.nat({ max: 6 }),
  m: fc.nat({ max: 3 }),
  at: fc.option(fc.nat({ max: 5 }), { nil: undefined }),
  tokens: fc.nat({ max: 3 }),
  flag: fc.boolean(),
});
type Seed = typeof record extends fc.Arbitrary<infer Value> ? Value : never;

/** Some sessions whose records are spread over files: copies, continued files, forks, side-cars. */
export const aWorld: fc.Arbitrary<WorldSource[]> = fc
  .array(
    fc.record({
      session: fc.constantFrom(...natives),
      folder: fc.constantFrom('projects/-home-ada-engine', 'archive'),
      name: fc.nat({ max: 3 }),
      role: fc.constantFrom('transcript', 'transcript', 'transcript', 'sidecar'),
      compressed: fc.boolean(),
      isNamed: fc.boolean(),
      records: fc.array(record, { maxLength: 12 }),
      rewritten: fc.option(fc.array(record, { maxLength: 8 }), { nil: undefined, freq: 4 }),
      keeps: fc.nat({ max: 12 }),
      partial: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((files) => {
    const byPath = new Map<string, WorldSource>();
    for (const file of files) {
      const path = `${file.folder}/${file.session.replace('/', '-')}-${file.name}.jsonl`;
      const ref = aSourceRef({ path, role: file.role as SourceRef['role'] });
      if (file.compressed) ref.compression = 'zstd';
      if (file.isNamed) ref.session = file.name === 3 ? 'a' : file.session;
      const first = toyBytes(file.records.map((seed) => toRecord(file.session, seed)));
      const pasts = [{ generation: 1, bytes: file.partial ? Buffer.concat([first, Buffer.from('{"fac')]) : first }];
      if (file.rewritten) {
        const seeds = [...file.records.slice(0, file.keeps), ...file.rewritten];
        pasts.push({ generation: 2, bytes: toyBytes(seeds.map((seed) => toRecord(file.session, seed))) });
      }
      byPath.set(path, { ref, pasts });
    }
    return [...byPath.values()];
  });

/** What each source's batches are when it is read in pieces of the given sizes, from where `stored` says on. */
export function readWorld(
  world: readonly WorldSource[],
  sizes: readonly number[],
  stored: (source: WorldSource) => SourceCursor | undefined = () => undefined,
): IngestBatch[][] {
  return world.map((source) => {
    const start = stored(source);
    const batches: IngestBatch[] = [];
    for (const { generation, bytes } of source.pasts) {
      if (generation < (start?.generation ?? 0)) continue;
      batches.push(...toyBatches(source.ref, bytes, { from: batches.at(-1)?.to ?? start, generation, sizes }));
    }
    return batches;
  });
}

/** Batches of several sources one after another, always taking from the source that `picks` names next. */
export function interleave(sources: readonly IngestBatch[][], picks: readonly number[]): IngestBatch[] {
  const left = sources.map((batches) => [...batches]);
  const order: IngestBatch[] = [];
  for (let turn = 0; left.some((batches) => batches.length > 0); turn++) {
    const full = left.filter((batches) => batches.length > 0);
    const pick = full[(picks[turn % Math.max(1, picks.length)] ?? 0) % full.length];
    order.push(pick?.shift() as IngestBatch);
  }
  return order;
}

/** The same seed gives the same facts in every file: copies of a session agree on what a record says. */
function toRecord(session: string, seed: Seed): ToyRecord {
  const at = seed.at === undefined ? undefined : startAt + seed.at * 7 * 60_000;
  return { session, at, facts: toFacts(session, seed, at), issues: toIssues(seed), blocks: [] };
}

function toIssues({ kind, n, flag }: Seed): ToyRecord['issues'] {
  if (kind !== 'issue') return [];
  return [flag ? { code: 'unknown-record', detail: `kind-${n}` } : { code: 'malformed-line', detail: 'not JSON' }];
}

function toFacts(session: string, { kind, n, m, tokens, flag }: Seed, at: number | undefined): ToyFact[] {
  const base = { session, at };
  switch (kind) {
    case 'prompt':
      return [
        {
          type: 'message',
          ...base,
          key: `p${n}`,
          record: `p${n}`,
          role: 'user',
          variant: 'prompt',
          preview: `ask ${n}`,
        },
        { type: 'session', session, patch: { title: { source: 'prompt', text: `ask ${n}` } } },
      ];
    case 'reply':
      return [
        {
          type: 'message',
          ...base,
          key: `m${n}`,
          record: `m${n}.${m}`,
          role: 'assistant',
          variant: 'reply',
          model: `model-${n % 2}`,
          preview: m === 0 ? '' : `say ${n}.${m}`,
        },
        {
          type: 'request',
          ...base,
          key: `r${n}`,
          messageKey: `m${n}`,
          model: `model-${n % 2}`,
          // Small prompts, and some on either side of where prices step up.
          tokens: someTokens({ input: n + 1, output: tokens, cacheRead: [0, 10, 199_997, 271_999][tokens] ?? 0 }),
          basis: 'counted',
          priceClass: flag ? 'standard' : 'batch',
          ...(n === 1 && flag ? { owner: 'b' } : {}),
          ...(n > 3 && m > 0 ? { reportedCostMicros: 1_000 * n + m } : {}),
        },
      ];
    case 'call':
      return [
        {
          type: 'tool-call',
          ...base,
          callId: `t${n}`,
          messageKey: `m${n}`,
          name: 'Bash',
          kind: 'shell',
          summary: `run ${n}`,
          ...(n % 2 === 1 ? { files: touched(n, m, flag) } : {}),
        },
      ];
    case 'result':
      return [
        {
          type: 'tool-result',
          ...base,
          callId: `t${n}`,
          record: `u${n}.${m}`,
          isError: n === 2,
          outcome: m === 1 ? '' : `exit ${m}`,
          outputBytes: n * 10,
          answers: m !== 3,
          ...(m === 2 ? { added: 1, removed: 2 } : {}),
          ...(m > 1 ? { files: touched(n, m, flag) } : {}),
        },
      ];
    case 'patch':
      return [{ type: 'session', session, patch: patches[(n * 4 + m) % patches.length] ?? {} }];
    case 'link':
      return [{ type: 'link', session, callId: `t${n}`, child: flag ? 'a/child' : 'a/other' }];
    case 'abandon':
      return [{ type: 'abandon', session, from: m * 200, to: m * 200 + n * 150 }];
    case 'quota':
      return [{ type: 'quota', session, limit: 'five_hour', usedPercent: n, at: at ?? startAt }];
    case 'leaf':
      return [{ type: 'leaf-title', session, leaf: `p${n}`, text: `summary ${m}` }];
    default:
      return [];
  }
}

/** Files of a call, whichever record speaks of them: sometimes the same one twice, sometimes others. */
function touched(n: number, m: number, flag: boolean): FileTouch[] {
  const write: FileTouch = { path: `/home/ada/engine/${n}.ts`, access: 'write', change: 'update', added: m };
  const moved: FileTouch = { ...write, change: 'rename', otherPath: `/home/ada/engine/old-${m}.ts` };
  return flag ? [write, { ...write, removed: n }] : [{ path: `/home/ada/mill/${m}.ts`, access: 'read' }, moved];
}

const patches: Extract<Fact, { type: 'session' }>['patch'][] = [
  { cwd: '/home/ada/engine', branch: 'main' },
  { cwd: '/home/ada/mill' },
  { branch: 'fix/loop', version: '2.1.0' },
  { model: 'model-1', version: '2.1.1' },
  { title: { source: 'custom', text: 'Mine' } },
  { title: { source: 'custom', text: '' } },
  { title: { source: 'agent', text: 'Its own' } },
  { parent: { session: 'a', relation: 'subagent', callId: 't1' }, agentType: 'Explore' },
  { parent: { session: 'b', relation: 'fork' } },
  { team: { name: 'bells' } },
  { team: { name: 'bells', member: 'ringer' } },
  { permissionMode: 'plan', contextWindow: 200_000 },
  { rewind: { part: 'a1', kept: { part: 'a', offset: 300 } } },
  { rewind: { part: 'a2', kept: { part: 'a1', offset: 200 } } },
  { rewind: { part: 'c9' } },
];
