import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { fetchPackage } from './fetch-package.mjs';

const name = '@belfry-test/bell';
const version = '1.0.0';
let dir: string;
let tarball: Buffer;
let integrity: string;
let registry: http.Server;
let asked: string[];

/** A registry on loopback that has one package. */
beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'belfry-registry-'));
  const scripts = { install: "node -e \"require('fs').writeFileSync('ran', '')\"" };
  fs.writeFileSync(path.join(dir, 'package.json'), JSON.stringify({ name, version, scripts }));
  fs.writeFileSync(path.join(dir, 'ring.js'), 'export {};\n');
  execFileSync('npm', ['pack', '--ignore-scripts'], { cwd: dir, stdio: 'ignore' });
  tarball = fs.readFileSync(path.join(dir, 'belfry-test-bell-1.0.0.tgz'));
  integrity = `sha512-${crypto.createHash('sha512').update(tarball).digest('base64')}`;
  registry = http.createServer((request, response) => {
    asked.push(decodeURIComponent(request.url ?? ''));
    if (request.url?.endsWith('.tgz')) return void response.end(tarball);
    const dist = { tarball: `${origin()}/bell.tgz`, integrity };
    const versions = { [version]: { name, version, scripts, dist } };
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  registry.close();
  fs.rmSync(dir, { recursive: true });
});
beforeEach(() => {
  asked = [];
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.stubEnv('npm_config_registry', origin());
  vi.stubEnv('npm_config_cache', fs.mkdtempSync(path.join(dir, 'cache-')));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function origin(): string {
  return `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
}

it('fetches a package once, however many ask, and runs none of its scripts', async () => {
  const into = path.join(dir, 'once');
  const wanted = { name, version, integrity, file: 'ring.js' };
  const [first, second] = await Promise.all([fetchPackage(wanted, into), fetchPackage(wanted, into)]);
  expect(first).toBe(second);
  expect(fs.readFileSync(first, 'utf8')).toBe('export {};\n');
  expect(fs.existsSync(path.join(path.dirname(first), 'ran'))).toBe(false);
  expect(asked.filter((url) => url.endsWith('.tgz'))).toHaveLength(1);

  asked = [];
  expect(await fetchPackage(wanted, into)).toBe(first);
  expect(asked).toEqual([]);
});

it('refuses a package that is not the pinned one, and leaves nothing of it in place', async () => {
  const into = path.join(dir, 'forged');
  const wanted = { name, version, integrity: 'sha512-of-another', file: 'ring.js' };
  await expect(fetchPackage(wanted, into)).rejects.toThrow(`${name}@${version} has integrity ${integrity}`);
  await expect(fetchPackage(wanted, into)).rejects.toThrow('not the pinned');
});

it('says what npm said when the registry has no such package', async () => {
  const wanted = { name, version: '9.9.9', integrity, file: 'ring.js' };
  await expect(fetchPackage(wanted, path.join(dir, 'missing'))).rejects.toThrow(/npm.*failed[\s\S]*9\.9\.9/);
});
