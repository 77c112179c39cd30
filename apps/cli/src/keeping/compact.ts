import { readContext } from '../context.ts';
import { formatBytes } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { runKeeping } from './run-keeping.ts';

export async function compact(flags: { json?: boolean }): Promise<void> {
  const result = await runKeeping(readContext(), { kind: 'compact' });
  if (flags.json) return writeJson(result);
  const { bytesBefore = 0, bytesAfter = 0 } = result;
  say(`The archive takes ${formatBytes(bytesAfter)}, before ${formatBytes(bytesBefore)}.`);
}
