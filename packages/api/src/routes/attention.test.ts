import { anAlert, aSessionState } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { toApiUrl } from '../contract/to-url.ts';
import { aServer } from '../testing/a-server.ts';
import { someAttention } from '../testing/some-attention.ts';

const { id } = anAlert();
const { sessionId } = aSessionState();

test('a session tells what it does, what it did, and what stands on it', async () => {
  const attention = someAttention();
  await using server = await aServer({ attention });
  const report = await server.trusted(`/${toApiUrl('getSessionState', { id: sessionId }, { history: '0' })}`);
  expect(report.json()).toMatchObject({ state: { sessionId }, history: [], alerts: [{ id }] });
  expect(attention.done).toEqual([{ sessionId, limit: 500 }]);
  const unheard = await server.trusted('/api/v1/sessions/nobody/state');
  expect(unheard.json()).toMatchObject({ code: 'BELFRY_NOT_FOUND', hint: expect.any(String) });
});

test('an alert is acknowledged and snoozed by its id', async () => {
  const attention = someAttention();
  await using server = await aServer({ attention });
  const post = (route: 'acknowledgeAlert' | 'snoozeAlert', of: string, body?: object) =>
    server.trusted({ method: 'POST', url: `/${toApiUrl(route, { id: of })}`, ...(body && { body }) });
  expect((await post('acknowledgeAlert', id)).json()).toMatchObject({ id });
  expect((await post('acknowledgeAlert', 'none')).json()).toMatchObject({ code: 'BELFRY_NOT_FOUND' });
  const until = new Date(server.clock.now() + 60_000).toISOString();
  expect((await post('snoozeAlert', id, { until })).json()).toMatchObject({ id });
  expect(attention.done).toContainEqual({ snooze: id, until: Date.parse(until) });
  for (const bad of [{}, { until: 'soon' }, { until: '2001-01-01' }, { until: '2999-01-01' }]) {
    expect((await post('snoozeAlert', id, bad)).json()).toMatchObject({ code: 'BELFRY_BAD_REQUEST' });
  }
});

test('what is muted is listed until its time, and can be taken back', async () => {
  await using server = await aServer();
  const mutes = async () => (await server.trusted('/api/v1/mutes')).json().items;
  const mute = (body: object) => server.trusted({ method: 'POST', url: '/api/v1/mutes', body });
  const until = new Date(server.clock.now() + 60_000).toISOString();
  const [rule, project] = [await mute({ rule: 'stuck' }), await mute({ project: 'quartz', until })];
  await mute({ rule: 'stuck' });
  expect(await mutes()).toEqual([{ ...project.json() }, { ...rule.json() }]);
  const remove = () => server.trusted({ method: 'DELETE', url: `/${toApiUrl('removeMute', { id: rule.json().id })}` });
  expect([(await remove()).statusCode, (await remove()).statusCode]).toEqual([204, 404]);
  server.clock.advance(60_000);
  expect(await mutes()).toEqual([]);
  for (const bad of [{}, { rule: '' }, { until }, { rule: 'stuck', until: 'soon' }]) {
    expect((await mute(bad)).statusCode).toBe(400);
  }
});
