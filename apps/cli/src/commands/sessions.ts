import type { Command } from 'commander';
import type { SessionListFlags } from '../client/list-sessions.ts';
import { countOption } from './count-option.ts';

export function registerSessions(program: Command): void {
  const sessions = program.command('sessions').description('list, read and follow sessions');
  sessions
    .command('list')
    .description('the latest sessions')
    .option('-a, --agent <agent...>', 'only these agents')
    .option('--project <project...>', 'only these projects')
    .option('--branch <branch...>', 'only these branches')
    .option('-q, --text <text>', 'title, project, branch or id contains this')
    .option('--since <date>', 'with activity on or after this day or instant (local time)')
    .option('--errors', 'only sessions with a failed tool call')
    .option('--subagents', 'list subagents too')
    .addOption(countOption('-n, --limit <count>', 'how many', 500).default(30))
    .option('--json', 'print as JSON')
    .action(async (flags: SessionListFlags) => {
      const { listSessions } = await import('../client/list-sessions.ts');
      await listSessions(flags);
    });
  sessions
    .command('show')
    .description('print a transcript')
    .argument('<session>', 'session id, a piece of one that fits no other, or the path of a transcript')
    .addOption(countOption('-n, --limit <count>', 'the last so many messages', 100_000).default(60))
    .option('--all', 'the whole session')
    .option('--json', 'one message a line, as JSON')
    .action(async (id: string, flags: { limit: number; all?: boolean; json?: boolean }) => {
      const { showSession } = await import('../client/show-session.ts');
      await showSession(id, flags);
    });
  sessions
    .command('tree')
    .description('a session with the subagents it spawned: state, time, tokens')
    .argument('<session>', 'as for show')
    .option('--whole', 'from the topmost session on that it was spawned below')
    .option('--json', 'print as JSON')
    .action(async (id: string, flags: { whole?: boolean; json?: boolean }) => {
      const { showTree } = await import('../client/show-tree.ts');
      await showTree(id, flags);
    });

  sessions
    .command('tail')
    .description('print messages and tool calls as they happen; starts the daemon when none runs')
    .argument('[session]', 'as for show; all sessions when not given')
    .option('--json', 'one event a line, as JSON')
    .action(async (id: string | undefined, flags: { json?: boolean }) => {
      const { tailSessions } = await import('../client/tail-sessions.ts');
      await tailSessions(id, flags);
    });
}
