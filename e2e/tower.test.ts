import type { ApiResponse } from '@belfry/api/contract';
import type { BelfryEvent } from '@belfry/core';
import { decodeSse } from '@belfry/events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBelfryHome } from './support/belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './support/belfry-process.ts';
import { tellHook } from './support/claude-hook.ts';
import { startTranscript } from './support/claude-lines.ts';
import { eventually } from './support/eventually.ts';

const home = createBelfryHome();
let belfry: RunningBelfry;
beforeAll(async () => {
  belfry = await startBelfry(home);
}, 60_000);
afterAll(async () => {
  await belfry.stop();
  home.remove();
});

const hook = (session: string, event: string, more?: object) => tellHook(home, belfry, session, event, more);

/** Everything told of states and alerts from now on. */
async function listen(): Promise<{ events: BelfryEvent[]; end(): void }> {
  const stop = new AbortController();
  const response = await fetch(new URL('api/v1/events?topics=states,alerts', belfry.url), {
    headers: { authorization: `Bearer ${belfry.secret()}` },
    signal: stop.signal,
  });
  const events: BelfryEvent[] = [];
  const read = async () => {
    if (response.body === null) return;
    for await (const frame of decodeSse(response.body)) events.push(JSON.parse(frame.data) as BelfryEvent);
  };
  // It ends by being stopped.
  read().catch(() => {});
  return { events, end: () => stop.abort() };
}

const stateOf = async (id: string) => {
  const path = `api/v1/sessions/${encodeURIComponent(id)}/state`;
  return (await belfry.api<ApiResponse<'getSessionState'>>(path)).state;
};
const alerts = async (query = '') => (await belfry.api<ApiResponse<'listAlerts'>>(`api/v1/alerts${query}`)).items;

test('a permission that is asked rings once, also through a kill, until it is answered', async () => {
  const told = await listen();
  const transcript = startTranscript(home);
  const { id, sessionId } = transcript;
  const input = { command: 'npm publish' };
  await hook(sessionId, 'UserPromptSubmit', { prompt: 'publish it' });
  transcript.prompt('publish it');
  const call = transcript.call('Bash', input);
  await hook(sessionId, 'PreToolUse', { tool_name: 'Bash', tool_input: input, tool_use_id: call });
  await hook(sessionId, 'PermissionRequest', { tool_name: 'Bash', tool_input: input });

  const isRaised = ({ type }: BelfryEvent) => type === 'alert.raised';
  await eventually(() => expect(told.events.filter(isRaised)).toHaveLength(1));
  expect(told.events).toContainEqual(
    expect.objectContaining({
      type: 'state.changed',
      sessionId: id,
      state: expect.objectContaining({
        state: 'needs-permission',
        certainty: 'certain',
        question: expect.objectContaining({ tool: 'Bash' }),
      }),
    }),
  );
  const [alert] = await alerts();
  expect(alert).toMatchObject({ rule: 'needs-permission', sessionId: id, severity: 'urgent', rings: true });
  await eventually(async () => expect((await alerts())[0]?.project).toBe('tower'));
  told.end();

  await belfry.kill();
  belfry = await startBelfry(home);
  const afterKill = await listen();
  expect(await stateOf(id)).toMatchObject({ state: 'needs-permission' });
  await eventually(async () => expect((await alerts('?cleared=true')).map((one) => one.id)).toEqual([alert?.id]));

  transcript.result(call, 'published');
  await eventually(() => expect(afterKill.events.map(({ type }) => type)).toContain('alert.cleared'));
  expect(afterKill.events.filter(isRaised)).toEqual([]);
  expect((await stateOf(id)).state).toBe('working');
  expect(await alerts()).toEqual([]);
  expect(await alerts('?cleared=true')).toMatchObject([{ id: alert?.id, clearReason: 'resolved' }]);
  afterKill.end();
});

test('the command line says who needs you and why, and takes what you answer', async () => {
  const transcript = startTranscript(home);
  const { id, sessionId } = transcript;
  const run = async (...args: string[]) => {
    const done = await runCli(home, ...args);
    expect(done.code, done.stderr).toBe(0);
    return done.stdout;
  };
  await hook(sessionId, 'UserPromptSubmit', { prompt: 'publish it' });
  transcript.prompt('publish it');
  await hook(sessionId, 'PermissionRequest', { tool_name: 'Bash', tool_input: { command: 'npm publish' } });
  await eventually(async () => expect((await alerts())[0]).toMatchObject({ sessionId: id, project: 'tower' }));

  const explained = await run('explain', sessionId);
  expect(explained).toContain(`${id}: needs permission since`);
  expect(explained).toContain('Bash: npm publish');
  expect(explained).toMatch(/because\n +hook .* asks for permission/);
  expect(explained).toMatch(/it would change with\n +\S/);
  expect(await run('status')).toContain(`${id} needs permission since`);
  expect(await run('sessions', 'list')).toMatch(/needs permission +claude +tower/);

  const [name = ''] = /^[0-9a-f]{6}/m.exec(await run('alerts', 'list')) ?? [];
  await run('alerts', 'snooze', name, '--for', '2h');
  expect((await alerts())[0]).toMatchObject({ rings: false, snoozedUntil: expect.any(String) });
  expect(JSON.parse(await run('alerts', 'ack', 'needs-permission', '--json'))).toMatchObject({
    items: [{ sessionId: id, acknowledgedAt: expect.any(String) }],
  });
  await run('alerts', 'mute', '--rule', 'long-tool', '--project', 'tower');
  expect(await run('alerts', 'mute')).toBe('rule long-tool, project tower\n');
  await run('alerts', 'mute', '--rule', 'long-tool', '--project', 'tower', '--remove');
  expect(JSON.parse(await run('alerts', 'mute', '--json'))).toEqual({ items: [] });
  expect((await runCli(home, 'alerts', 'ack', 'nothing')).code).toBe(1);
  expect((await runCli(home, 'alerts', 'snooze', name, '--for', 'ever')).code).toBe(2);
});

test('what was said while nobody listened is known at the next start', async () => {
  const transcript = startTranscript(home);
  const { id, sessionId } = transcript;
  await hook(sessionId, 'UserPromptSubmit', { prompt: 'go' });
  transcript.prompt('go');
  const call = transcript.call('Bash', { command: 'npm test' });
  await eventually(async () => expect(await stateOf(id)).toMatchObject({ state: 'working', openCalls: 1 }));
  await belfry.kill();
  transcript.result(call, 'ok');
  transcript.reply('All is well.');
  belfry = await startBelfry(home);
  await eventually(async () => expect(await stateOf(id)).toMatchObject({ openCalls: 0 }));
});
