import { expect, test } from 'vitest';
import { type Page, toPage, toPath } from './page.ts';

function roundTrip(page: Exclude<Page, { name: 'unknown' }>): Page {
  const [path = '', search = ''] = toPath(page).split('?');
  return toPage(`/${path}`, search);
}

test.each([
  { name: 'now' } as const,
  { name: 'sessions' } as const,
  { name: 'session', id: 'claude:0a1b', message: undefined } as const,
  { name: 'session', id: 'claude:0a1b/agent-7?#%', message: 'msg_01/é#1' } as const,
])('a page survives its own address: %o', (page) => {
  expect(roundTrip(page)).toEqual(page);
});

test('an id stays readable in the address', () => {
  expect(toPath({ name: 'session', id: 'codex:019/ab c', message: undefined })).toBe('s/codex:019/ab%20c');
});

test('a stray percent sign and an unknown place do no harm', () => {
  expect(toPage('/s/claude:100%', '')).toEqual({ name: 'session', id: 'claude:100%', message: undefined });
  expect(toPage('/nowhere/else', '')).toEqual({ name: 'unknown', path: '/nowhere/else' });
});
