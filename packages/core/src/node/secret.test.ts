import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killChildren, startChild } from '../../test/child-process.ts';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { ensureSecret, readSecret } from './secret.ts';

let home: TempHome;
let path: string;
beforeEach(() => {
  home = tempHome();
  path = home.paths.secretFile;
});
afterEach(async () => {
  await killChildren();
  home.remove();
});

const mode = () => statSync(path).mode & 0o777;

describe('the secret', () => {
  it('is made once: 32 bytes, kept as text, private under any umask', () => {
    expect(readSecret(path)).toBeUndefined();
    const before = process.umask(0);
    const secret = ensureSecret(path);
    process.umask(before);

    expect(secret).toHaveLength(32);
    expect(readFileSync(path, 'utf8').trim()).toBe(secret.toString('base64url'));
    expect(mode()).toBe(0o600);
    expect(ensureSecret(path)).toEqual(secret);
    expect(readSecret(path)).toEqual(secret);
    expect(readdirSync(home.paths.stateDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is another one in another home', () => {
    using other = tempHome();
    expect(ensureSecret(path)).not.toEqual(ensureSecret(other.paths.secretFile));
  });

  it('is the same for all of many processes that make it at once', async () => {
    const children = Array.from({ length: 6 }, () => startChild('ensure-secret', { path }));
    await Promise.all(children.map((child) => child.next()));
    for (const child of children) child.say('go');
    const secrets = await Promise.all(children.map((child) => child.next()));

    expect(new Set(secrets.map(({ secret }) => secret))).toEqual(new Set([ensureSecret(path).toString('base64url')]));
  });

  it('is closed to others when its file was open', () => {
    ensureSecret(path);
    chmodSync(path, 0o644);
    readSecret(path);
    expect(mode()).toBe(0o600);
  });

  it.each([
    ['empty', ''],
    ['too short', 'c2hvcnQ'],
    ['not base64url', `${'x'.repeat(42)}!`],
    ['with padding of another value', `${'A'.repeat(42)}B`],
  ])('is not read from a file that is %s', (_, text) => {
    writeFileSync(path, text);
    expect(() => ensureSecret(path)).toThrow(expect.objectContaining({ code: 'BELFRY_STATE_FILE_INVALID' }));
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
