import { expect, test } from 'vitest';
import { toAnsiSpans } from './ansi.ts';
import { hasAnsi } from './has-ansi.ts';

test('colours and weight become classes', () => {
  expect(toAnsiSpans('\u001b[31mFAIL\u001b[0m ok \u001b[1mbold\u001b[0m')).toEqual([
    { text: 'FAIL', className: 'ansi-red-fg' },
    { text: ' ok ', className: '' },
    { text: 'bold', className: 'ansi-bold' },
  ]);
});

test('what a progress bar overwrote is gone', () => {
  const text = (output: string) =>
    toAnsiSpans(output)
      .map((span) => span.text)
      .join('');
  expect(text('10%\r50%\r100%\ndone\r\n')).toBe('100%\ndone\n');
});

test('plain text needs no dressing', () => {
  expect([hasAnsi('a\r\nb'), hasAnsi('a\rb'), hasAnsi('\u001b[1m')]).toEqual([false, true, true]);
});
