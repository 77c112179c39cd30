import type { Command } from 'commander';
import type { MuteFlags } from '../client/mute-alerts.ts';
import { countOption } from './count-option.ts';

export function registerAlerts(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('what needs you or goes wrong; starts the daemon when none runs');
  const alertArgument = ['<alert...>', 'as list names it, or its rule where that stands once'] as const;
  alerts
    .command('list')
    .description('those that stand, newest first')
    .option('--all', 'also those that stand no more')
    .addOption(countOption('-n, --limit <count>', 'how many', 500).default(50))
    .option('--json', 'print as JSON')
    .action(async (flags: { all?: boolean; limit: number; json?: boolean }) => {
      const { listAlerts } = await import('../client/alerts.ts');
      await listAlerts(flags);
    });
  alerts
    .command('ack')
    .description('they were seen and ring no more')
    .argument(...alertArgument)
    .option('--json', 'print as JSON')
    .action(async (given: string[], flags: { json?: boolean }) => {
      const { acknowledgeAlerts } = await import('../client/alerts.ts');
      await acknowledgeAlerts(given, flags);
    });
  alerts
    .command('snooze')
    .description('they shall not ring for some time')
    .argument(...alertArgument)
    .option('--for <time>', 'how long: 30m, 2h, 1d', '1h')
    .option('--json', 'print as JSON')
    .action(async (given: string[], flags: { for: string; json?: boolean }) => {
      const { snoozeAlerts } = await import('../client/alerts.ts');
      await snoozeAlerts(given, flags);
    });
  alerts
    .command('mute')
    .description('what shall not ring, now and later; without options what is muted')
    .option('--session <session>', 'of this session')
    .option('--rule <rule>', 'of this rule, e.g. long-tool')
    .option('--project <project>', 'of this project')
    .option('--for <time>', 'only so long: 30m, 2h, 1d')
    .option('--remove', 'take it back')
    .option('--json', 'print as JSON')
    .action(async (flags: MuteFlags) => {
      const { muteAlerts } = await import('../client/mute-alerts.ts');
      await muteAlerts(flags);
    });
  alerts
    .command('watch')
    .description('print alerts as they come and go')
    .option('--json', 'one event a line, as JSON')
    .action(async (flags: { json?: boolean }) => {
      const { watchAlerts } = await import('../client/alerts.ts');
      await watchAlerts(flags);
    });
}
