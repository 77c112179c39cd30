import { readFileSync, writeFileSync } from 'node:fs';
import { createOpenApi } from './create-open-api.ts';

/** Writes `openapi.json` from the route schemas; with `--check` fails when the committed file differs. */
const path = new URL('../openapi.json', import.meta.url);
const text = `${JSON.stringify(await createOpenApi(), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
} else if (readFileSync(path, 'utf8') !== text) {
  console.error('packages/api/openapi.json is stale. Write it anew with: npm run fix');
  process.exitCode = 1;
}
