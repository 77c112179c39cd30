import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TempHome, tempHome } from '../testing/temp-home.ts';
import { ensureAppDirectories, resolveAppPaths } from './app-paths.ts';
import { ensurePrivateDirectory } from './private-directory.ts';

const linux = (env: Record<string, string> = {}) => resolveAppPaths({ env, platform: 'linux', home: '/home/ada' });

describe('belfry’s places', () => {
  it('on Linux are those of XDG by default', () => {
    expect(linux()).toEqual({
      configDir: '/home/ada/.config/belfry',
      dataDir: '/home/ada/.local/share/belfry',
      stateDir: '/home/ada/.local/state/belfry',
      cacheDir: '/home/ada/.cache/belfry',
      runDir: '/home/ada/.local/state/belfry/run',
      logDir: '/home/ada/.local/state/belfry/logs',
      crashDir: '/home/ada/.local/state/belfry/crashes',
      configFile: '/home/ada/.config/belfry/config.toml',
      archiveFile: '/home/ada/.local/share/belfry/archive.db',
      stateDatabaseFile: '/home/ada/.local/state/belfry/state.db',
      lockFile: '/home/ada/.local/share/belfry/archive.lock',
      secretFile: '/home/ada/.local/state/belfry/secret',
      hookTokenFile: '/home/ada/.local/state/belfry/hook-token',
      spoolDir: '/home/ada/.local/state/belfry/spool',
      pricesFile: '/home/ada/.local/share/belfry/prices.json',
    });
  });

  it('follow each XDG variable that is absolute', () => {
    const paths = linux({
      XDG_DATA_HOME: '/big',
      XDG_CONFIG_HOME: 'relative',
      XDG_STATE_HOME: '',
      XDG_CACHE_HOME: '/c',
    });
    expect(paths).toMatchObject({
      dataDir: '/big/belfry',
      configDir: '/home/ada/.config/belfry',
      stateDir: '/home/ada/.local/state/belfry',
      cacheDir: '/c/belfry',
    });
  });

  it('do not depend on XDG_RUNTIME_DIR, which cron and services do not have', () => {
    expect(linux({ XDG_RUNTIME_DIR: '/run/user/1000' })).toEqual(linux());
  });

  it('all move with BELFRY_HOME, on every platform', () => {
    for (const platform of ['linux', 'darwin'] as const) {
      const paths = resolveAppPaths({
        env: { BELFRY_HOME: '/srv/b', XDG_DATA_HOME: '/x' },
        platform,
        home: '/home/ada',
      });
      for (const path of Object.values(paths)) expect(path).toMatch(/^\/srv\/b(\/|$)/);
      expect(paths.configFile).toBe('/srv/b/config.toml');
    }
    const windows = resolveAppPaths({ env: { BELFRY_HOME: 'D:\\b' }, platform: 'win32', home: 'C:\\Users\\ada' });
    for (const path of Object.values(windows)) expect(path).toMatch(/^D:\\b(\\|$)/);
  });

  it('understand a tilde no shell has expanded', () => {
    expect(linux({ BELFRY_HOME: '~/b' }).configDir).toBe('/home/ada/b');
    expect(linux({ BELFRY_HOME: '~' }).dataDir).toBe('/home/ada/data');
  });

  it('refuse a relative BELFRY_HOME, which two programs would read differently', () => {
    expect(() => linux({ BELFRY_HOME: 'b' })).toThrow(expect.objectContaining({ code: 'BELFRY_CONFIG_INVALID' }));
    expect(linux({ BELFRY_HOME: '' }), 'empty means unset').toEqual(linux());
  });

  it('are the platform’s own on macOS and Windows', () => {
    expect(resolveAppPaths({ env: {}, platform: 'darwin', home: '/Users/ada' })).toMatchObject({
      configFile: '/Users/ada/Library/Application Support/belfry/config.toml',
      archiveFile: '/Users/ada/Library/Application Support/belfry/data/archive.db',
      cacheDir: '/Users/ada/Library/Caches/belfry',
      logDir: '/Users/ada/Library/Logs/belfry',
    });
    const home = 'C:\\Users\\ada';
    expect(resolveAppPaths({ env: { LOCALAPPDATA: 'D:\\L' }, platform: 'win32', home })).toMatchObject({
      configFile: 'C:\\Users\\ada\\AppData\\Roaming\\belfry\\config.toml',
      archiveFile: 'D:\\L\\belfry\\data\\archive.db',
      runDir: 'D:\\L\\belfry\\state\\run',
    });
  });
});

describe.skipIf(process.platform === 'win32')('belfry’s directories', () => {
  let home: TempHome;
  beforeEach(() => {
    home = tempHome();
  });
  afterEach(() => home.remove());
  const mode = (path: string) => statSync(path).mode & 0o777;

  it('are private under any umask', () => {
    for (const umask of [0, 0o077, 0o277]) {
      const base = join(home.home, `umask-${umask}`);
      const paths = resolveAppPaths({ env: { BELFRY_HOME: base }, platform: process.platform, home: home.home });
      const before = process.umask(umask);
      try {
        ensureAppDirectories(paths);
      } finally {
        process.umask(before);
      }
      for (const path of [paths.dataDir, paths.stateDir, paths.cacheDir, paths.runDir, paths.logDir, paths.crashDir]) {
        expect(mode(path), path).toBe(0o700);
      }
    }
  });

  it('are closed when they were open, but for the configuration directory', () => {
    chmodSync(home.paths.dataDir, 0o755);
    chmodSync(home.paths.configDir, 0o755);
    ensureAppDirectories(home.paths);
    expect(mode(home.paths.dataDir)).toBe(0o700);
    expect(mode(home.paths.configDir)).toBe(0o755);
  });

  it('may be links to a private place', () => {
    const link = join(home.home, 'link');
    symlinkSync(home.paths.dataDir, link);
    ensurePrivateDirectory(link);
    expect(mode(link)).toBe(0o700);
  });

  it('are never a shared place, which stays as it is', () => {
    const shared = join(home.home, 'shared');
    mkdirSync(shared);
    chmodSync(shared, 0o1777);
    expect(() => ensurePrivateDirectory(shared)).toThrow(expect.objectContaining({ code: 'BELFRY_CONFIG_INVALID' }));
    expect(mode(shared)).toBe(0o777);
  });

  it('are never a file', () => {
    const file = join(home.home, 'file');
    writeFileSync(file, '');
    expect(() => ensurePrivateDirectory(file)).toThrow();
    expect(existsSync(file)).toBe(true);
  });
});
