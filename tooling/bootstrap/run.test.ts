import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

/** A process that runs `program` in the foreground, as `npm start` does. */
function runner(program: string) {
  const script = `
    import { runInForeground } from ${JSON.stringify(new URL('./run.mjs', import.meta.url).href)};
    await runInForeground(process.execPath, ['-e', ${JSON.stringify(program)}]);
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
}

const countingStops = `
  let stops = 0;
  process.on('SIGTERM', () => { if (stops++ === 0) setTimeout(() => { console.log(stops); process.exit(7); }, 200); });
  console.log('up');
  setInterval(() => {}, 1000);
`;

it('ends with the exit code of the program', async () => {
  expect(await once(runner('process.exit(3)'), 'exit')).toEqual([3, null]);
});

it('dies of the signal the program died of', async () => {
  expect(await once(runner('process.kill(process.pid, "SIGKILL")'), 'exit')).toEqual([null, 'SIGKILL']);
});

it('passes a request to stop on, once, and waits for the end', async () => {
  const process = runner(countingStops);
  const lines = createInterface({ input: process.stdout });
  const exit = once(process, 'exit');
  const seen: string[] = [];
  for await (const line of lines) {
    seen.push(line);
    if (line !== 'up') continue;
    // What a group kill under npm does: the same signal twice.
    process.kill('SIGTERM');
    process.kill('SIGTERM');
  }
  expect(seen).toEqual(['up', '1']);
  expect(await exit).toEqual([7, null]);
});
