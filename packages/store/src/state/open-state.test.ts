import { join } from 'node:path';
import { fakeClock, tempHome } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openState, type StateStore } from './open-state.ts';
import type { SignIn } from './sign-ins.ts';

const clock = fakeClock();
const aSignIn = (n: number): SignIn => ({
  id: `id${n}`,
  tokenHash: `token${n}`,
  keyHash: `key${n}`,
  label: 'Firefox',
  createdAt: n,
  lastSeenAt: n,
});

let home: ReturnType<typeof tempHome>;
let path: string;
let state: StateStore;

beforeEach(() => {
  home = tempHome();
  path = join(home.home, 'state.db');
  state = openState(path, { clock });
});
afterEach(() => {
  state.close();
  home.remove();
});

const reopen = () => {
  state.close();
  state = openState(path, { clock });
};

describe('sign-ins', () => {
  it('are found by the hash of their token, also after a restart', () => {
    state.signIns.create(aSignIn(1));
    reopen();
    expect(state.signIns.find('token1')).toEqual(aSignIn(1));
    expect(state.signIns.find('token2')).toBeUndefined();
  });

  it('are listed newest first and remember when they were seen', () => {
    for (const n of [1, 3, 2]) state.signIns.create(aSignIn(n));
    state.signIns.touch('id1', 99);
    expect(state.signIns.list().map(({ id, lastSeenAt }) => [id, lastSeenAt])).toEqual([
      ['id3', 3],
      ['id2', 2],
      ['id1', 99],
    ]);
  });

  it('sign nobody in once revoked', () => {
    state.signIns.create(aSignIn(1));
    expect(state.signIns.revoke('id1')).toBe(true);
    reopen();
    expect(state.signIns.find('token1')).toBeUndefined();
    expect(state.signIns.list()).toEqual([]);
    expect(state.signIns.revoke('id1')).toBe(false);
  });
});

describe('settings', () => {
  it('keep JSON values until they are forgotten', () => {
    state.settings.set('theme', { dark: true });
    state.settings.set('theme', { dark: false });
    reopen();
    expect(state.settings.get('theme')).toEqual({ dark: false });
    state.settings.set('theme', undefined);
    expect(state.settings.get('theme')).toBeUndefined();
  });
});
