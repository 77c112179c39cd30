import { stripVTControlCharacters } from 'node:util';
import { aSearchHit, aSessionView } from '@belfry/core/testing';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { renderHits } from './render-hits.ts';

const stream = (columns: number) => ({ isTTY: columns > 0, columns }) as NodeJS.WriteStream;
const session = aSessionView();
const other = aSessionView({ id: 'claude:2', title: 'Another', sourceGone: true });
const render = (columns: number, items = [aSearchHit()]) =>
  renderHits(
    { items, sessions: [session, other] },
    new Map([
      [session.id, '/home/ada/a.jsonl'],
      [other.id, '/home/ada/b.jsonl'],
    ]),
    stream(columns),
  );
const plain = stripVTControlCharacters;

describe('hits', () => {
  test('stand under their session, once for those that follow each other', () => {
    const text = plain(
      render(0, [
        aSearchHit(),
        aSearchHit({ kind: 'tool-output', tool: 'Bash' }),
        aSearchHit({ sessionId: other.id, role: 'user' }),
      ]),
    );
    expect(text.match(/Fix the flaky test/g)).toHaveLength(1);
    expect(text).toContain(`engine  main  ${session.id}\n/home/ada/a.jsonl\n`);
    expect(text).toContain('reply  …it was the rounding of halves…');
    expect(text).toContain('Bash >  …it was');
    expect(text).toContain('/home/ada/b.jsonl (gone from disk, kept here)');
    expect(text).toContain('you  …it was');
  });

  test.each([120, 80, 60])('fit %i columns, with the first mark in sight', (columns) => {
    const start = `${'前 and more before '.repeat(20)}`;
    const text = `${start}needle${' after it'.repeat(20)}`;
    const snippet = {
      text,
      marks: [{ start: start.length, end: start.length + 6 }],
      cutBefore: false,
      cutAfter: false,
    };
    const lines = plain(render(columns, [aSearchHit({ snippet })]))
      .trimEnd()
      .split('\n');
    expect(stringWidth(lines.at(-1) ?? '')).toBeLessThanOrEqual(columns);
    expect(lines.at(-1)).toContain('needle');
  });

  test('are plain where nobody looks, and cannot steer a terminal', () => {
    const snippet = { text: 'a \u001b[31mneedle', marks: [{ start: 7, end: 13 }], cutBefore: false, cutAfter: false };
    expect(render(0, [aSearchHit({ snippet })])).not.toContain('\u001b');
    expect(render(90, [aSearchHit({ snippet })])).not.toContain('\u001b[31m\u001b');
  });
});
