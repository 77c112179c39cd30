import { expect, test } from 'vitest';
import { toApiUrl } from './to-url.ts';

test('addresses are relative, so a page’s base decides where they lead', () => {
  expect(toApiUrl('listSessions')).toBe('api/v1/sessions');
  expect(new URL(toApiUrl('getStats'), 'https://h.example/x/y/').href).toBe('https://h.example/x/y/api/v1/stats');
});

test('parameters are encoded, with the slash of a subagent', () => {
  expect(toApiUrl('getToolCall', { id: 'claude:p/a b', callId: 'c?1' })).toBe(
    'api/v1/sessions/claude%3Ap%2Fa%20b/tool-calls/c%3F1',
  );
});

test('lists repeat their name, what is undefined is left out', () => {
  expect(toApiUrl('listSessions', {}, { agent: ['a', 'b&c'], hasError: false, limit: 0, text: undefined })).toBe(
    'api/v1/sessions?agent=a&agent=b%26c&hasError=false&limit=0',
  );
});

test('a parameter that is missing is said, not left in the address', () => {
  expect(() => toApiUrl('getSession')).toThrow(TypeError);
});
