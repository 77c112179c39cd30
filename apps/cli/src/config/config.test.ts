import { BelfryError } from '@belfry/core';
import { expect, test } from 'vitest';
import { parseConfig } from './read-config.ts';
import { resolveConfig } from './resolve.ts';

test('a flag beats the environment, which beats the file, which beats the default', () => {
  const file = { port: 1000, host: '::1' };
  expect(resolveConfig({ file: {}, env: {}, flags: {}, home: '/home/me' }).port).toBe(7717);
  expect(resolveConfig({ file, env: {}, flags: {}, home: '/home/me' }).port).toBe(1000);
  expect(resolveConfig({ file, env: { BELFRY_PORT: '2000' }, flags: {}, home: '/home/me' }).port).toBe(2000);
  expect(
    resolveConfig({ file, env: { BELFRY_PORT: '2000' }, flags: { port: '3000' }, home: '/home/me' }),
  ).toMatchObject({
    port: 3000,
    portGiven: true,
    host: '::1',
  });
});

test('the default port may move, a given one may not', () => {
  expect(resolveConfig({ file: {}, env: {}, flags: {}, home: '/home/me' }).portGiven).toBe(false);
  expect(resolveConfig({ file: {}, env: {}, flags: { port: '7717' }, home: '/home/me' }).portGiven).toBe(true);
});

test('a port that is none is a usage error', () => {
  expect(() => resolveConfig({ file: {}, env: {}, flags: { port: 'abc' }, home: '/home/me' })).toThrow(
    expect.objectContaining({ code: 'BELFRY_USAGE' }),
  );
});

test('base paths get exactly one slash at each end', () => {
  const basePath = (text: string) =>
    resolveConfig({ file: { base_path: text }, env: {}, flags: {}, home: '/home/me' }).basePath;
  expect(basePath('x/y')).toBe('/x/y/');
  expect(basePath('//x/')).toBe('/x/');
  expect(basePath('')).toBe('/');
  expect(() => basePath('/a?b')).toThrow(BelfryError);
});

const agents = ['claude', 'codex'];
const parse = (text: string) => parseConfig(text, 'config.toml', agents);

test('an unknown key is a warning that names the nearest one, and the rest still counts', () => {
  const { file, warnings } = parse('prt = 1\nhost = "localhost"\n');
  expect(file).toEqual({ host: 'localhost' });
  expect(warnings).toEqual(['config.toml: unknown key "prt" is ignored; did you mean "port"?']);
});

test('a key that resembles none is answered with all there are', () => {
  expect(parse('[server]\nport = 1\n').warnings[0]).toMatch(/"server" is ignored; there are host, port, /);
});

test('directories of an agent that does not exist are a warning', () => {
  expect(parse('[roots]\nclaud = ["/x"]\n').warnings).toEqual([
    'config.toml: [roots] names no agent with "claud"; did you mean "claude"?',
  ]);
});

test('broken TOML and wrong types say what is wrong, where, and what belongs there', () => {
  expect(() => parse('host = "x"\nport = ')).toThrow(/not valid TOML in line 2: /);
  expect(() => parse('port = "x"')).toThrow(/"port" must be/);
  expect(() => parse('[roots]\nclaude = "/x"')).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('claude = [') }),
  );
});

test('prices are set by model, and a refresh only when it is asked for', () => {
  const pricing = (text: string) => resolveConfig({ ...parse(text), env: {}, flags: {}, home: '/' }).pricing;
  expect(pricing('')).toEqual({ refresh: false, overrides: {} });
  const text = '[pricing]\nrefresh = true\n[pricing.models."qwen3-coder"]\ninput = 0.2\noutput = 0.8\n';
  expect(pricing(text)).toEqual({ refresh: true, overrides: { 'qwen3-coder': { input: 0.2, output: 0.8 } } });
});

test.each([
  ['[pricing.models.x]\ninput = 1\n', /"pricing\.models\.x" must have required properties output/],
  ['[pricing.models.x]\ninput = "1"\noutput = 2\n', /"pricing\.models\.x\.input" must be number/],
  ['[pricing.models.x]\ninput = -1\noutput = 2\n', /"pricing\.models\.x\.input" must be >= 0/],
  ['[pricing.models.x]\ninput = 9000\noutput = 2\n', /"pricing\.models\.x\.input" must be <= 4000/],
  ['[pricing.models.x]\ninput = 1\noutput = 2\ncash = 3\n', /"pricing\.models\.x\.cash" is not known here/],
  ['[pricing.models."a/b"]\ninput = 1\n', /"pricing\.models\.a\/b" must have/],
  ['[pricing]\nrefresh = "daily"\n', /"pricing\.refresh" must be boolean/],
])('a price that is none is refused: %j', (text, reason) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ code: 'BELFRY_CONFIG_INVALID', message: expect.stringMatching(reason) }),
  );
});

test('a tilde in a directory is the home, and a relative one is refused', () => {
  const roots = (path: string) =>
    resolveConfig({ file: { roots: { claude: [path] } }, env: {}, flags: {}, home: '/home/me' }).roots;
  expect(roots('~/old/.claude')).toEqual({ claude: ['/home/me/old/.claude'] });
  expect(() => roots('old/.claude')).toThrow(/not an absolute path/);
});

test('a log level that is none is refused by name', () => {
  const level = (text: string) => resolveConfig({ file: {}, env: { BELFRY_LOG: text }, flags: {}, home: '/' }).logLevel;
  expect(level('')).toBe('info');
  expect(level('debug')).toBe('debug');
  expect(() => level('loud')).toThrow(/BELFRY_LOG is "loud"/);
});
