import { resolve } from 'node:path';
import { readContext } from '../context.ts';
import { formatBytes, formatCount } from '../output/figures.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { runKeeping } from './run-keeping.ts';

export async function importBackup(path: string, flags: { json?: boolean }): Promise<void> {
  const result = await runKeeping(readContext(), { kind: 'import', path: resolve(path) });
  if (flags.json) return writeJson(result);
  const { files = 0, filesNew = 0, filesLonger = 0, filesOtherwise = 0, bytes = 0 } = result;
  const { filesUnknown = 0, filesPruned = 0 } = result;
  const brought = filesNew + filesLonger + filesOtherwise;
  if (brought === 0) say(`The archive knows all ${formatCount(files)} files in it already.`);
  else {
    say(
      `${formatBytes(bytes)} from ${formatCount(brought)} of ${formatCount(files)} files: ${formatCount(filesNew)} new, ${formatCount(filesLonger)} longer than here, ${formatCount(filesOtherwise)} with another past.`,
    );
  }
  if (filesUnknown > 0) say(`${formatCount(filesUnknown)} files of agents this belfry does not know were left out.`);
  if (filesPruned > 0) {
    say(`${formatCount(filesPruned)} files were pruned here, wholly or in part, and stay so.`);
    say(
      'To look into a backup by itself, copy it to data/archive.db of an empty directory and set BELFRY_HOME to that.',
    );
  }
}
