import { expect, test } from 'vitest';
import { toLineTokens } from './code-tokens.ts';

test('tokens give back the code, and a comment over two lines speaks in both', () => {
  const code = 'const a = "<b> & c"; /* one\ntwo */\nreturn';
  const lines = toLineTokens(code, 'ts');
  expect(lines?.map((line) => line.map((token) => token.text).join('')).join('\n')).toBe(code);
  expect(lines?.[1]).toEqual([{ text: 'two */', className: 'hljs-comment' }]);
  expect(lines?.[0]?.[0]).toEqual({ text: 'const', className: 'hljs-keyword' });
});

test('a language nobody knows stays plain', () => {
  expect(toLineTokens('x', 'klingon')).toBeUndefined();
});
