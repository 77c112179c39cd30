import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const common: Options = {
  format: 'esm',
  target: 'node22',
  platform: 'node',
  minify: true,
  keepNames: true,
  removeNodeProtocol: false,
  // Everything is bundled but the one native module, so that an installation is two packages.
  noExternal: [/^(?!better-sqlite3)/],
  external: ['better-sqlite3'],
  esbuildOptions(options) {
    options.conditions = ['@belfry/source'];
    // Its main file asks for its parts in a way no bundler follows.
    options.alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };
  },
  // With an import of HTTP come HTTP/2 and fetch, into each thread of the daemon though one of them serves.
  esbuildPlugins: [lateBuiltins(/^node:(https?2?|crypto|readline|child_process|net|zlib)$/)],
  banner: {
    js: "import { createRequire as belfryRequire } from 'node:module'; const require = belfryRequire(import.meta.url);",
  },
  define: {
    __BELFRY_VERSION__: JSON.stringify(version),
    __BELFRY_COMMIT__: JSON.stringify(commit()),
    __BELFRY_BUILD_DATE__: JSON.stringify(new Date().toISOString().slice(0, 10)),
  },
};

export default defineConfig([
  {
    ...common,
    entry: {
      belfry: 'src/belfry.ts',
      main: 'src/main.ts',
      'ingest-worker': 'src/daemon/ingest-worker.ts',
      'import-child': 'src/daemon/import-child.ts',
      'import-parser': 'src/daemon/import-parser.ts',
      'index-child': 'src/daemon/index-child.ts',
      'index-reader': 'src/daemon/index-reader.ts',
      'merge-child': 'src/daemon/merge-child.ts',
      'copy-worker': 'src/keeping/copy-worker.ts',
      'reader-worker': 'src/daemon/reader-worker.ts',
    },
    clean: true,
    async onSuccess() {
      if (existsSync('../web/dist')) cpSync('../web/dist', 'dist/web', { recursive: true });
    },
  },
  // Each part of the reports of usage is whole in itself and without what nobody uses in it, so that it starts fast.
  {
    ...common,
    entry: { usage: 'src/usage.ts' },
    splitting: false,
    // Names of functions are set one by one at each start.
    keepNames: false,
    esbuildPlugins: [lateBuiltins(/^node:/)],
  },
  {
    ...common,
    entry: {
      'usage-worker': 'src/usage/gather/usage-worker.ts',
      'usage-config': 'src/usage/read-configured.ts',
      'usage-jq': 'src/usage/run-jq.ts',
      'usage-live': 'src/usage/live/watch-blocks.ts',
      'usage-statusline': 'src/usage/statusline/run-statusline.ts',
      'usage-table': 'src/usage/table/render-report.ts',
    },
    splitting: false,
  },
]);

/**
 * Node's own modules are looked up when something of theirs is used. An import would load each of them at once and
 * read everything it exports, which takes longer than a report: `node:process` opens streams, `node:crypto` is large.
 */
function lateBuiltins(filter: RegExp): NonNullable<Options['esbuildPlugins']>[number] {
  return {
    name: 'late-builtins',
    setup(build) {
      build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'late-builtin' }));
      build.onLoad({ filter: /./, namespace: 'late-builtin' }, ({ path }) => ({
        contents: `const get = (_, name) => (name === '__esModule' ? undefined : process.getBuiltinModule('${path}')[name]);
module.exports = Object.create(new Proxy({}, { get }));`,
      }));
    },
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    // Built from a tarball, outside of a repository.
    return 'unknown';
  }
}
