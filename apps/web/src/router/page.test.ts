import { expect, test } from 'vitest';
import { type Page, type Reachable, toPage, toPath } from './page.ts';

function roundTrip(page: Reachable): Page {
  const [path = '', search = ''] = toPath(page).split('?');
  return toPage(`/${path}`, search === '' ? '' : `?${search}`);
}

test.each([
  { name: 'now', search: '' } as const,
  { name: 'sessions', search: 'q=a+b&project=x' } as const,
  { name: 'session', id: 'claude:0a1b' } as const,
  { name: 'session', id: 'claude:0a1b/agent-7?#%', message: 'msg_01/é#1' } as const,
  { name: 'session', id: 'codex:7', message: 'm&1', call: 'c=2', part: 'tool-output', find: '"a + b" -c' } as const,
])('a page survives its own address: %o', (page) => {
  expect(roundTrip(page)).toEqual(page);
});

test('an id stays readable in the address', () => {
  expect(toPath({ name: 'session', id: 'codex:019/ab c' })).toBe('s/codex:019/ab%20c');
});

test('a stray percent sign, an unknown part and an unknown place do no harm', () => {
  expect(toPage('/s/claude:100%', '')).toEqual({ name: 'session', id: 'claude:100%' });
  expect(toPage('/s/claude:1', '?in=nowhere')).toEqual({ name: 'session', id: 'claude:1' });
  expect(toPage('/nowhere/else', '')).toEqual({ name: 'unknown', path: '/nowhere/else' });
});
