/** `npm run fix`: formats, applies safe lint fixes and writes generated files anew. */
import { workspaceRoot as root } from './bootstrap/paths.mjs';
import { writeApiSurface } from './checks/check-api-surface.ts';
import { buildStep } from './steps/build-step.ts';
import { openApiCommand } from './steps/open-api.ts';
import { runCommand } from './steps/step.ts';

const openApi = await runCommand(openApiCommand);
const build = await buildStep.run();
if (build.ok) writeApiSurface(root);
const format = await runCommand(['biome', 'check', '--write']);

for (const { ok, output } of [openApi, build, format]) {
  if (ok) continue;
  console.error(output);
  process.exitCode = 1;
}
