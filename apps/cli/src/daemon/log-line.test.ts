import { expect, test } from 'vitest';
import { toLogText } from './log-line.ts';

test('an entry becomes time, level, message and fields', () => {
  const line = '{"level":40,"time":"2026-01-02T03:04:05.000Z","mod":"api","error":"no such file","msg":"slow"}';
  expect(toLogText(line)).toBe('2026-01-02T03:04:05.000Z  warn   slow  mod=api  error="no such file"');
});

test('what is no entry stays as it is', () => {
  expect(toLogText('belfry: port taken')).toBe('belfry: port taken');
  expect(toLogText('{"level":30,"ti')).toBe('{"level":30,"ti');
});
