import type { Command } from 'commander';

const commands = {
  usage: 'tokens and cost by day, week, month, session and block; the status line',
  ccusage: 'the same with the flags and JSON of ccusage',
} as const;

/** Told here for `--help` only: `belfry.ts` hands both to a bundle of their own, which reads their options. */
export function registerUsage(program: Command): void {
  for (const [name, description] of Object.entries(commands)) {
    program
      .command(name)
      .description(description)
      .argument('[report...]')
      .helpOption(false)
      .allowUnknownOption()
      .action(async () => {
        const { href } = new URL('./usage.js', import.meta.url);
        const { runUsage } = (await import(href)) as typeof import('../usage.ts');
        await runUsage([...process.argv.slice(0, 2), ...process.argv.slice(process.argv.indexOf(name))]);
      });
  }
}
