import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { build, type Plugin, type ResolvedConfig, type Rolldown } from 'vite';

/** Where `index.html` wants the script: behind its `<base>`, before its styles, which a script would wait for. */
const place = '<!-- early script -->';

/**
 * Builds `src/early/early.ts` into one file of its own, whose name carries a hash so that browsers keep it, and tells
 * it which files each page needs: they are loaded beside the page's first scripts instead of after them.
 */
export function earlyScript(): Plugin {
  let config: ResolvedConfig;
  let script: { name: string; code: string } | undefined;
  return {
    name: 'belfry-early-script',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle = {} }) {
        if (!html.includes(place)) throw new Error(`index.html has no ${place}`);
        const code = await buildScript(config, toViewFiles(bundle));
        const hash = createHash('sha256').update(code).digest('base64url').slice(0, 8);
        script = { name: `assets/early-${hash}.js`, code };
        return html.replace(place, `<script src="./${script.name}"></script>`);
      },
    },
    async writeBundle() {
      if (script === undefined) return;
      const path = join(resolve(config.root, config.build.outDir), script.name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, script.code);
    },
  };
}

/** What each page loads besides the entry, by its name in the router: `views/SessionView.svelte` is `session`. */
function toViewFiles(bundle: Rolldown.OutputBundle): Record<string, string[]> {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const neededBy = (chunk: Rolldown.OutputChunk): Set<string> => {
    const needed = new Set([chunk.fileName]);
    for (const name of needed) {
      const file = chunks.find(({ fileName }) => fileName === name);
      for (const other of file?.imports ?? []) needed.add(other);
    }
    for (const name of [...needed]) {
      const file = chunks.find(({ fileName }) => fileName === name);
      for (const style of file?.viteMetadata?.importedCss ?? []) needed.add(style);
    }
    return needed;
  };
  const always = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((entry) => [...neededBy(entry)]));
  const views = chunks.filter(({ facadeModuleId }) => facadeModuleId?.endsWith('View.svelte'));
  return Object.fromEntries(
    views.map((chunk) => [
      basename(chunk.facadeModuleId ?? '', 'View.svelte').toLowerCase(),
      [...neededBy(chunk)].filter((file) => !always.has(file)),
    ]),
  );
}

async function buildScript(config: ResolvedConfig, viewFiles: Record<string, string[]>): Promise<string> {
  const built = (await build({
    configFile: false,
    root: config.root,
    logLevel: 'warn',
    publicDir: false,
    resolve: { conditions: config.resolve.conditions },
    define: { __VIEW_FILES__: JSON.stringify(viewFiles) },
    build: {
      write: false,
      target: config.build.target,
      rolldownOptions: { input: join(config.root, 'src/early/early.ts'), output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput;
  return built.output[0].code;
}
