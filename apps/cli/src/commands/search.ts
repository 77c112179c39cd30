import { BelfryError } from '@belfry/core';
import { type Command, Option } from 'commander';
import type { SearchFlags } from '../client/search-archive.ts';
import { countOption } from './count-option.ts';

const kinds = ['message', 'thinking', 'tool-input', 'tool-output'];
const roles = ['user', 'assistant', 'system'];

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
    .addOption(each('-a, --agent <agent>', 'only this agent'))
    .addOption(each('--project <project>', 'only this project'))
    .addOption(each('--branch <branch>', 'only this branch'))
    .option('--session <session>', 'only this session, as for sessions show')
    .option('--subagents', 'with --session: its subagents too')
    .addOption(each('-k, --kind <kind>', 'only this kind of text', kinds))
    .addOption(each('--role <role>', 'only from this side', roles))
    .addOption(each('--tool <tool>', 'only tools of this name or kind, e.g. Bash or shell'))
    .option('--errors', 'only calls that failed and errors of the agent')
    .option('--since <date>', 'from this day or instant on (local time)')
    .option('--until <date>', 'before this day or instant (local time)')
    .addOption(
      new Option('-s, --sort <order>', 'order of the hits')
        .choices(['newest', 'oldest', 'relevance'])
        .default('newest'),
    )
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

/** An option that may be given several times. It takes one value at a time, because words follow it. */
function each(flags: string, description: string, choices?: readonly string[]): Option {
  const told = choices === undefined ? description : `${description}: ${choices.join(', ')}`;
  return new Option(flags, `${told}; may be repeated`).argParser((value, before: string[] = []) => {
    if (choices === undefined || choices.includes(value)) return [...before, value];
    throw new BelfryError('BELFRY_USAGE', `"${value}" is none of ${choices.join(', ')}.`);
  });
}
