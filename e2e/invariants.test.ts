import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BelfryEvent } from '@belfry/core';
import { decodeSse } from '@belfry/events';
import { expect, test } from 'vitest';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

/** Everything there is to know about the agents' files: names, content, times, permissions. */
function describeSources(home: BelfryHome): string[] {
  return readdirSync(home.userHome, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(home.userHome, name);
      const stat = statSync(path, { bigint: true });
      const content = stat.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'directory';
      return [name, stat.ino, stat.mode, stat.mtimeNs, content].join(' ');
    });
}

/** Resolves when the text was told on the stream. */
async function heard(belfry: RunningBelfry, text: string, onOpen: () => void): Promise<void> {
  const headers = { authorization: `Bearer ${belfry.secret()}`, accept: 'text/event-stream' };
  const { body } = await fetch(new URL('api/v1/events?topics=messages', belfry.url), { headers });
  for await (const { data } of decodeSse(body as ReadableStream<Uint8Array>)) {
    const event = JSON.parse(data) as BelfryEvent | { type: 'stream.opened' };
    if (event.type === 'stream.opened') onOpen();
    if (event.type === 'message.added' && event.message.preview === text) return;
  }
  throw new Error('the stream ended');
}

test('what was told is in the archive, also when belfry is killed at that very moment', async () => {
  const home = createBelfryHome();
  const transcript = startTranscript(home);
  transcript.prompt('Begin');
  for (let round = 0; round < 5; round++) {
    const text = `The hour is ${round}`;
    const belfry = await startBelfry(home);
    await eventually(async () => expect(await belfry.api('api/v1/stats')).toMatchObject({ messages: round + 1 }));
    await heard(belfry, text, () => transcript.reply(text));
    await belfry.kill();
    expect((await runCli(home, 'sessions', 'show', transcript.id)).stdout).toContain(text);
  }
  home.remove();
});

test('files of agents are only ever read', async () => {
  const home = createBelfryHome();
  const transcript = startTranscript(home);
  transcript.prompt('Look, but do not touch');
  const helper = transcript.subagent(transcript.call('Agent', { description: 'look' }), 'look');
  helper.reply('Looked.');
  transcript.raw('{"half a line');
  const before = describeSources(home);
  const belfry = await startBelfry(home);
  await eventually(async () => expect(await belfry.api('api/v1/stats')).toMatchObject({ sessions: 1, subagents: 1 }));
  await runCli(home, 'sessions', 'show', transcript.id);
  await runCli(home, 'inspect', home.claudeRoot);
  await runCli(home, 'restore', transcript.id);
  await runCli(home, 'doctor');
  await belfry.stop();
  expect(describeSources(home)).toEqual(before);
  home.remove();
});
