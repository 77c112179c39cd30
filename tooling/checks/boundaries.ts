import { builtinModules } from 'node:module';
import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';

/** What each package may import of ours; whatever is not listed is forbidden. */
const mayImport: Record<string, readonly string[]> = {
  'packages/core': [],
  'packages/events': ['packages/core'],
  'packages/pricing': ['packages/core'],
  'packages/usage': ['packages/core'],
  'packages/attention': ['packages/core'],
  'packages/control': ['packages/core'],
  'packages/ingest': ['packages/core'],
  'packages/store': ['packages/core'],
  'packages/api': ['packages/core', 'packages/events'],
  'apps/cli': [
    'packages/core',
    'packages/events',
    'packages/pricing',
    'packages/usage',
    'packages/attention',
    'packages/control',
    'packages/ingest',
    'packages/store',
    'packages/api',
  ],
};

const tests = '\\.test\\.ts$|/testing/|/test/|/test-[^/]+\\.ts$';

/** What of ours runs in a browser. */
const browserEntries = ['^packages/core/src/index\\.ts$', '^packages/api/src/contract/index\\.ts$'];

function layerRule([from, targets]: [string, readonly string[]]): IForbiddenRuleType {
  return {
    name: `${from} may import ${targets.length === 0 ? 'nothing of ours' : `only ${targets.join(', ')}`}`,
    severity: 'error',
    // The archive is tested on files of real agents, which takes their parsers.
    from: { path: `^${from}/`, pathNot: '^packages/store/test/' },
    to: { path: '^(?:packages|apps|tooling|e2e|bench)/', pathNot: [from, ...targets].map((dir) => `^${dir}/`) },
  };
}

const forbidden: IForbiddenRuleType[] = [
  ...Object.entries(mayImport).map(layerRule),
  {
    name: 'apps/web may import only the root entry of core and the contract of api',
    severity: 'error',
    from: { path: '^apps/web/', pathNot: tests },
    to: {
      path: '^(?:packages|apps|tooling|e2e|bench)/',
      pathNot: ['^apps/web/', ...browserEntries],
    },
  },
  {
    name: 'tests of apps/web may import, besides, the builders of core',
    severity: 'error',
    from: { path: `^apps/web/.*(?:${tests})` },
    to: {
      path: '^(?:packages|apps|tooling|e2e|bench)/',
      pathNot: ['^apps/web/', '^packages/core/src/testing/', ...browserEntries],
    },
  },
  {
    name: 'what a browser loads imports no Node module',
    severity: 'error',
    from: { path: '^packages/core/src/index\\.ts$|^packages/api/src/contract/index\\.ts$|^apps/web/src/main\\.ts$' },
    to: { path: `^(?:${builtinModules.join('|')})$`, reachable: true },
  },
  {
    name: 'a package is entered through its exports',
    severity: 'error',
    from: { path: '^(packages|apps)/([^/]+)/' },
    to: {
      path: '^packages/',
      pathNot: ['^$1/$2/', '^packages/[^/]+/src/(?:(?:node|testing|contract)/)?index\\.ts$'],
    },
  },
  {
    name: 'test support stays out of what ships',
    severity: 'error',
    from: { path: '^(?:packages|apps)/[^/]+/src/', pathNot: tests },
    to: { path: '^(?:packages|apps)/.+/(?:testing/|test-[^/]+\\.ts$)' },
  },
  { name: 'no import cycles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'imports resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
];

/**
 * Breaches of the import rules below `root`, one line each. Types count like values: a cycle of types
 * is a cycle for the reader.
 */
export async function findBoundaryBreaches(root: string, places: readonly string[]): Promise<string[]> {
  const options: IConfiguration['options'] = {
    baseDir: root,
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(?:^|/)node_modules/' },
    exclude: { path: '(?:^|/)(?:dist|fixtures)/' },
    enhancedResolveOptions: {
      conditionNames: ['@belfry/source', 'svelte', 'import', 'default'],
      exportsFields: ['exports'],
    },
  };
  const result = await cruise([...places], { ...options, ruleSet: { forbidden }, validate: true });
  if (typeof result.output === 'string') throw new Error('dependency-cruiser gave a report instead of a result');
  return result.output.summary.violations.map(({ rule, from, to, cycle }) => {
    const way = cycle === undefined ? `${from} → ${to}` : [from, ...cycle.map((step) => step.name)].join(' → ');
    return `${rule.name}: ${way}`;
  });
}
