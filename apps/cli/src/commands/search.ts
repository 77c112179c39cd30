import { type Command, Option } from 'commander';
import type { SearchFlags } from '../client/search-archive.ts';
import { countOption } from './count-option.ts';

const more = `
Words must all occur; an argument with spaces is a phrase; word* is a beginning. A word after -- may be excluded:
  belfry search rounding "off by one" -- -test
Without a hit the words are looked for letter by letter, as with --letters.
Exit codes: 0 also when nothing is found, unless --exit-code is given.`;

export function registerSearch(program: Command): void {
  program
    .command('search')
    .description('find words in what was said, thought, asked of tools and answered by them')
    .argument('<words...>')
    .option('-a, --agent <agent...>', 'only these agents')
    .option('--project <project...>', 'only these projects')
    .option('--branch <branch...>', 'only these branches')
    .option('--session <session>', 'only this session, as for sessions show')
    .option('--subagents', 'with --session: its subagents too')
    .addOption(
      choices('-k, --kind <kind...>', 'only these kinds of text', ['message', 'thinking', 'tool-input', 'tool-output']),
    )
    .addOption(choices('--role <role...>', 'only from these', ['user', 'assistant', 'system']))
    .option('--tool <tool...>', 'only tools of these names or kinds, e.g. Bash or shell')
    .option('--errors', 'only calls that failed and errors of the agent')
    .option('--since <date>', 'from this day or instant on (local time)')
    .option('--until <date>', 'before this day or instant (local time)')
    .addOption(choices('-s, --sort <order>', 'order of the hits', ['newest', 'oldest', 'relevance']).default('newest'))
    .option('--any', 'one of the words is enough')
    .option('--letters', 'the words letter by letter: any piece of a path or an error message')
    .addOption(countOption('-n, --limit <count>', 'how many', 10_000).default(20))
    .option('--exit-code', 'end with 1 when nothing is found')
    .option('--json', 'print as JSON')
    .addHelpText('after', more)
    .action(async (words: string[], flags: SearchFlags) => {
      const { searchArchive } = await import('../client/search-archive.ts');
      await searchArchive(words, flags);
    });
}

function choices(flags: string, description: string, names: readonly string[]): Option {
  return new Option(flags, description).choices(names);
}
