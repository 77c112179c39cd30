/** `npm run new:agent foo`: the folder of a new agent, ready to be filled. */
import path from 'node:path';
import { workspaceRoot } from './bootstrap/paths.mjs';
import { scaffoldAgent } from './new-agent/scaffold-agent.ts';
import { runCommand } from './steps/step.ts';

const [id] = process.argv.slice(2);
if (id === undefined) {
  console.error('usage: npm run new:agent <id>, for example npm run new:agent gemini-cli');
  process.exit(2);
}
try {
  const ingestDir = path.join(workspaceRoot, 'packages/ingest');
  const folder = path.relative(workspaceRoot, scaffoldAgent(ingestDir, id));
  // Longer names break lines elsewhere than the template does.
  await runCommand(['biome', 'check', '--write', folder, 'packages/ingest/src/agents/registry.ts']);
  console.log(`${folder} is there and in the registry. Next: docs/adding-an-agent.md`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
