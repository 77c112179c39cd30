import { expect, it } from 'vitest';
import { cleanEnv } from './clean-env.mjs';

it('drops what npm says about the script it runs', () => {
  const env = {
    HOME: '/home/a',
    npm_config_local_prefix: '/repo',
    npm_config_yes: '',
    npm_package_name: 'belfry-workspace',
    npm_lifecycle_event: 'start',
    npm_execpath: '/usr/lib/npm-cli.js',
    INIT_CWD: '/repo',
  };
  expect(cleanEnv(env)).toEqual({ HOME: '/home/a' });
});

it('keeps how to reach the registry, whatever the case', () => {
  const env = {
    npm_config_userconfig: '/home/a/.npmrc',
    NPM_CONFIG_HTTPS_PROXY: 'http://proxy',
    npm_config_cache: '/c',
  };
  expect(cleanEnv(env)).toEqual(env);
});

it('tells pnpm the registry under the name pnpm reads', () => {
  const env = { npm_config_registry: 'https://registry.example' };
  expect(cleanEnv(env)).toEqual({ ...env, pnpm_config_registry: 'https://registry.example' });
});

it('leaves what the user set for pnpm', () => {
  const env = { npm_config_registry: 'https://a.example', pnpm_config_registry: 'https://b.example' };
  expect(cleanEnv(env)).toEqual(env);
});
