import { agents, inspectSource } from '@belfry/ingest';
import { writeJson } from '../output/write-json.ts';

export async function inspect(path: string, flags: { json?: boolean }): Promise<void> {
  const report = await inspectSource(path, { agents });
  if (flags.json) return writeJson(report);
  for (const [name, value] of Object.entries(report)) {
    process.stdout.write(`${name.padEnd(24)}${typeof value === 'object' ? JSON.stringify(value) : String(value)}\n`);
  }
}
