/** `npm run fix`: formats, applies safe lint fixes and writes generated files anew. */
import { ensureBuilt } from './bootstrap/build.mjs';
import { workspaceRoot as root } from './bootstrap/paths.mjs';
import { writeApiSurface } from './checks/check-api-surface.ts';
import { openApiCommand } from './steps/open-api.ts';
import { runCommand } from './steps/step.ts';

const results = [await runCommand(openApiCommand)];
await ensureBuilt(process.execPath);
writeApiSurface(root);
results.push(await runCommand(['biome', 'check', '--write']));

for (const { ok, output } of results) if (!ok) console.error(output);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
