import type { Command } from 'commander';
import type { EditFlags } from '../client/list-edits.ts';
import { countOption } from './count-option.ts';

export function registerEdits(program: Command): void {
  program
    .command('edits')
    .description('which session wrote a file, when and why; without a path the latest edits of all')
    .argument('[path]', 'a file or directory from here, or the end of a path')
    .option('-a, --agent <agent...>', 'only these agents')
    .option('--project <project...>', 'only these projects')
    .option('-q, --text <text>', 'the path contains this')
    .option('--session <session>', 'only what this session touched')
    .option('--reads', 'reads too')
    .option('--failed', 'edits that failed or were refused, too')
    .addOption(countOption('-n, --limit <count>', 'how many', 100_000).default(30))
    .option('--json', 'one edit a line, as JSON')
    .action(async (path: string | undefined, flags: EditFlags) => {
      const { listEdits } = await import('../client/list-edits.ts');
      await listEdits(path, flags);
    });
}
