import { ensureBuilt } from './build.mjs';
import { cleanEnv } from './clean-env.mjs';
import { ensureInstalled } from './install.mjs';
import { problem } from './problem.mjs';
import { runInForeground } from './run.mjs';
import { findNode, findPnpm, toolEnv } from './toolchain.mjs';

/** @typedef {(context: { node: string, args: string[], env: Record<string, string | undefined> }) => Promise<void>} Task */

/** @type {Record<string, Task>} */
const tasks = {
  // belfry gets the user's own environment: agents it starts later must not see the build's programs.
  start: async ({ node, args }) => {
    await ensureBuilt(node);
    await runInForeground(node, ['apps/cli/dist/belfry.js', 'serve', ...args], { env: cleanEnv(process.env) });
  },
  test: ({ node, args, env }) => runInForeground(node, ['tooling/test.ts', ...args], { env }),
  bench: async ({ node, args, env }) => {
    await ensureBuilt(node);
    await runInForeground(node, ['bench/run.ts', ...args], { env });
  },
  fix: ({ node, args, env }) => runInForeground(node, ['tooling/fix.ts', ...args], { env }),
  'new-agent': ({ node, args, env }) => runInForeground(node, ['tooling/new-agent.ts', ...args], { env }),
  release: async ({ node, args }) => {
    await ensureBuilt(node);
    const env = toolEnv({ node, pnpm: await findPnpm() });
    await runInForeground(node, ['tooling/release.ts', ...args], { env });
  },
  exec: async ({ node, args: [program, ...rest] }) => {
    if (program === undefined) throw problem('exec: which program?');
    await runInForeground(program, rest, { env: toolEnv({ node, pnpm: await findPnpm() }) });
  },
};

/**
 * Makes the workspace ready and runs one task; this process ends the way the task ends.
 * @param {string} name @param {string[]} args
 */
export async function runTask(name, args) {
  const task = tasks[name];
  if (task === undefined) throw problem(`no task "${name}": one of ${Object.keys(tasks).join(', ')}`);
  const node = await findNode();
  await ensureInstalled(node);
  await task({ node, args, env: toolEnv({ node }) });
}
