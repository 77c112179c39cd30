import { type Command, Option } from 'commander';
import { costModes, schemas, sectionKinds, weekdays } from './report-request.ts';

/** Options every report takes: ccusage's of both majors under their names, and belfry's own. */
export function addReportOptions(command: Command): Command {
  return command
    .option('-j, --json', 'print JSON')
    .option('-q, --jq <program>', 'put the JSON through a jq program')
    .addOption(
      new Option('--schema <name>', 'shape of the JSON (default belfry; ccusage20 under belfry ccusage)').choices(
        schemas,
      ),
    )
    .option('-s, --since <day>', 'first day, YYYY-MM-DD or YYYYMMDD')
    .option('-u, --until <day>', 'last day, included')
    .option('-z, --timezone <zone>', 'IANA zone the days are meant in (default local)')
    .option('--agent <names>', 'only these agents, separated by commas', collectNames)
    .option('-p, --project <name>', 'only this project; may be given again', collect)
    .addOption(
      new Option(
        '-m, --mode [mode]',
        'what costs rest on: what agents reported, prices, or the first and else the second',
      )
        .choices(costModes)
        .preset('auto'),
    )
    .addOption(new Option('-o, --order [order]', 'oldest or newest first').choices(['asc', 'desc']).preset('asc'))
    .option('-b, --breakdown', 'a row for each model in tables')
    .option('--no-cost', 'leave out costs')
    .option('--compact', 'narrow tables')
    .option('--color', 'colours, also into a pipe')
    .option('--no-color', 'no colours')
    .option('-l, --locale [tag]', 'write dates in tables as this locale does')
    .option('-d, --debug', 'say on standard error what was read, and where reported costs differ from prices')
    .option('--debug-samples [count]', 'how many of these differences, the largest first (default 5)')
    .option('--config <path>', 'a ccusage.json whose defaults apply')
    .option('-O, --offline', 'accepted; no report fetches anything')
    .option('--no-offline', 'accepted; no report fetches anything')
    .option('--single-thread', 'read files with one thread');
}

/** Options of reports that list periods. */
export function addPeriodOptions(command: Command): Command {
  return command
    .option('--last <count>', 'only the latest periods, 1 is the current one')
    .addOption(
      new Option('-w, --start-of-week [day]', 'first day of a week (default monday)')
        .choices(weekdays)
        .preset('monday'),
    )
    .option('-i, --instances', 'rows apart by project')
    .option('--project-aliases <pairs>', 'names to show for projects: shop=Web shop,api=Backend');
}

/** Options of reports that may stand beside others. */
export function addSectionOptions(command: Command): Command {
  return command
    .option('--sections <names>', `several reports from one load: ${sectionKinds.join(', ')}`)
    .option('--by-agent', 'rows of each agent inside the rows')
    .option('--all', 'accepted; all agents are in every report')
    .addOption(new Option('--speed [tier]', 'accepted; tiers are those the records name').hideHelp());
}

export function addSessionOptions(command: Command): Command {
  return command.option('-i, --id <session>', 'one session, request by request');
}

export function addBlocksOptions(command: Command): Command {
  return command
    .option('-a, --active', 'only the block that runs now, with its projection')
    .option('-r, --recent', 'only blocks of the last 3 days')
    .option('-t, --token-limit <tokens>', 'warn near so many tokens; max is the largest block so far')
    .option('-n, --session-length [hours]', 'length of a block (default 5)')
    .option('--live', 'keep showing the running block')
    .option('--refresh-interval [seconds]', 'how often --live looks (default 1)')
    .option('--official', 'the windows agents were told, beside the inferred ones');
}

export function addStatuslineOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-B, --visual-burn-rate [style]', 'how the burn rate is marked (default off)')
        .choices(['off', 'emoji', 'text', 'emoji-text'])
        .preset('emoji'),
    )
    .addOption(
      new Option(
        '--cost-source [source]',
        'cost of the session: as Claude Code says, as counted, or both (default auto)',
      )
        .choices(['auto', 'ccusage', 'cc', 'both'])
        .preset('auto'),
    )
    .option('--context-low-threshold [percent]', 'below it the context is green (default 50)')
    .option('--context-medium-threshold [percent]', 'below it the context is yellow (default 80)')
    .option('-z, --timezone <zone>', 'zone "today" is meant in (default local)')
    .option('--color', 'colours, also into a pipe')
    .option('--no-color', 'no colours')
    .option('--json', 'the parts as JSON')
    .option('--print-client', 'print a shell script that does the same without starting Node')
    .option('--install-client [path]', 'write that script and say how to use it')
    .option('--cache', 'accepted; the daemon keeps the numbers')
    .option('--no-cache', 'accepted')
    .option('--refresh-interval [seconds]', 'accepted')
    .option('-O, --offline', 'accepted')
    .option('--no-offline', 'accepted')
    .option('--config <path>', 'a ccusage.json whose defaults apply')
    .option('-d, --debug', 'accepted');
}

function collect(text: string, before: string[] = []): string[] {
  return [...before, text];
}

function collectNames(text: string, before: string[] = []): string[] {
  return [...before, ...text.split(',').map((name) => name.trim())].filter((name) => name !== '');
}
