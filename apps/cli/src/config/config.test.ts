import { BelfryError } from '@belfry/core';
import { expect, test } from 'vitest';
import { parseConfig } from './read-config.ts';
import { resolveConfig } from './resolve.ts';

test('a flag beats the environment, which beats the file, which beats the default', () => {
  const file = { port: 1000, host: '::1' };
  expect(resolveConfig({ file: {}, env: {}, flags: {} }).port).toBe(7717);
  expect(resolveConfig({ file, env: {}, flags: {} }).port).toBe(1000);
  expect(resolveConfig({ file, env: { BELFRY_PORT: '2000' }, flags: {} }).port).toBe(2000);
  expect(resolveConfig({ file, env: { BELFRY_PORT: '2000' }, flags: { port: '3000' } })).toMatchObject({
    port: 3000,
    portGiven: true,
    host: '::1',
  });
});

test('the default port may move, a given one may not', () => {
  expect(resolveConfig({ file: {}, env: {}, flags: {} }).portGiven).toBe(false);
  expect(resolveConfig({ file: {}, env: {}, flags: { port: '7717' } }).portGiven).toBe(true);
});

test('a port that is none is a usage error', () => {
  expect(() => resolveConfig({ file: {}, env: {}, flags: { port: 'abc' } })).toThrow(
    expect.objectContaining({ code: 'BELFRY_USAGE' }),
  );
});

test('base paths get exactly one slash at each end', () => {
  const basePath = (text: string) => resolveConfig({ file: { base_path: text }, env: {}, flags: {} }).basePath;
  expect(basePath('x/y')).toBe('/x/y/');
  expect(basePath('//x/')).toBe('/x/');
  expect(basePath('')).toBe('/');
  expect(() => basePath('/a?b')).toThrow(BelfryError);
});

test('an unknown key is a warning that names the nearest one, and the rest still counts', () => {
  const { file, warnings } = parseConfig('prt = 1\nhost = "localhost"\n', 'config.toml');
  expect(file).toEqual({ host: 'localhost' });
  expect(warnings).toEqual(['config.toml: unknown key "prt" is ignored; did you mean "port"?']);
});

test('broken TOML and wrong types say what is wrong and where', () => {
  expect(() => parseConfig('port = ', 'config.toml')).toThrow(/not valid TOML/);
  expect(() => parseConfig('port = "x"', 'config.toml')).toThrow(/"port" must be/);
});
