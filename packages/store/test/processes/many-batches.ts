import type { IngestBatch } from '@belfry/core';
import { aSourceRef, someTokens } from '@belfry/core/testing';
import { type ToyRecord, toyBatches, toyBytes } from '../../src/testing/index.ts';

const startAt = Date.UTC(2026, 0, 2);

/** Batches of `sources` sessions, each read in `perSource` pieces; the same every time. */
export function manyBatches(sources: number, perSource: number): IngestBatch[] {
  return Array.from({ length: sources }, (_, index) => {
    const bytes = toyBytes(Array.from({ length: perSource * 20 }, (_, n) => aReply(`s${index}`, index, n)));
    const ref = aSourceRef({ path: `projects/-home-ada-engine/s${index}.jsonl` });
    return toyBatches(ref, bytes, { sizes: Array(perSource).fill(20) });
  }).flat();
}

function aReply(session: string, index: number, n: number): ToyRecord {
  const at = startAt + n * 60_000;
  const base = { session, at };
  // Every fourth request is claimed by the session before as well.
  const key = n % 4 === 0 && index > 0 ? `r${index - 1}.${n}` : `r${index}.${n}`;
  return {
    session,
    at,
    facts: [
      { type: 'session', session, patch: { cwd: `/home/ada/${session}`, model: 'claude-opus-4-8' } },
      {
        type: 'message',
        ...base,
        key: `m${n}`,
        record: `m${n}`,
        role: 'assistant',
        variant: 'reply',
        preview: `say ${n}`,
      },
      {
        type: 'tool-call',
        ...base,
        callId: `t${n}`,
        messageKey: `m${n}`,
        name: 'Edit',
        kind: 'edit',
        summary: 'a.ts',
        files: [{ path: `/home/ada/${session}/${n % 7}.ts`, access: n % 3 === 0 ? 'read' : 'write' }],
      },
      {
        type: 'tool-result',
        ...base,
        callId: `t${n - 1}`,
        record: `u${n}`,
        isError: false,
        outcome: '',
        outputBytes: 1,
        answers: true,
      },
      {
        type: 'request',
        ...base,
        key,
        messageKey: `m${n}`,
        model: 'claude-opus-4-8',
        tokens: someTokens({ output: n }),
        basis: 'counted',
        priceClass: 'standard',
      },
    ],
    blocks: [{ type: 'text', text: `${n} `.repeat(50) }],
  };
}
