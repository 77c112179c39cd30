import { describe, expect, it } from 'vitest';
import { claudeContent } from './content.ts';
import { aCall, aRecord, aReply, aResult, aUser, factsOf, mainPath, patchOf, read, session } from './test-records.ts';

const below = (path: string) => mainPath.replace('.jsonl', `/subagents/${path}`);
const task = (id: string, prompt: string, fields: object = {}) =>
  aReply('m1', aCall(id, 'Task', { prompt, ...fields }));
const links = (reading: ReturnType<typeof read>) =>
  factsOf(reading, 'link').map((link) => [link.session, link.callId, link.child] as const);

it('names a subagent that was only warmed up', () => {
  const warm = { isSidechain: true, agentId: 'a9e80dd' };
  const path = 'projects/-home-ada/agent-a9e80dd.jsonl';
  const child = `${session}/a9e80dd`;
  expect(patchOf(read([aUser('Warmup', warm), aReply('m1', 'Ready.', warm)], path), child)).toMatchObject({
    agentType: 'warm-up',
  });
  expect(patchOf(read([aUser('Warmup the engine', warm)], path), child).agentType).toBeUndefined();
});

describe('a sidechain inside the main file', () => {
  const side = { isSidechain: true };

  it('is a session of its own, linked to the call with its prompt', () => {
    const reading = read([
      task('t1', 'Count doors', { description: 'Doors', subagent_type: 'Explore' }),
      aUser('Count doors', { ...side, parentUuid: null, uuid: 's1' }),
      aReply('m2', 'Two.', { ...side, parentUuid: 's1', uuid: 's2' }),
      aUser('thanks', { ...side, parentUuid: 's2' }),
    ]);
    const child = `${session}/s1`;
    expect(links(reading)).toEqual([[session, 't1', child]]);
    expect(patchOf(reading, child)).toMatchObject({
      parent: { session, relation: 'subagent' },
      agentType: 'Explore',
      description: 'Doors',
      cwd: '/home/ada',
      model: 'claude-opus',
    });
    expect(factsOf(reading, 'message').map((message) => message.session)).toEqual([session, child, child, child]);
    expect(factsOf(reading, 'request').map((request) => request.session)).toEqual([session, child]);
  });

  it('is told from another one at the same time', () => {
    const reading = read([
      task('t1', 'same'),
      task('t2', 'same'),
      aUser('same', { ...side, parentUuid: null, uuid: 'a1' }),
      aUser('same', { ...side, parentUuid: null, uuid: 'b1' }),
      aReply('m2', 'b', { ...side, parentUuid: 'b1', uuid: 'b2' }),
      aReply('m3', 'a', { ...side, parentUuid: 'a1', uuid: 'a2' }),
      aReply('m4', 'b', { ...side, parentUuid: 'b2' }),
    ]);
    expect(links(reading)).toEqual([
      [session, 't1', `${session}/a1`],
      [session, 't2', `${session}/b1`],
    ]);
    const replies = factsOf(reading, 'message').filter(
      (message) => message.key !== 'm1' && message.role === 'assistant',
    );
    expect(replies.map((message) => message.session.slice(-2))).toEqual(['b1', 'a1', 'b1']);
  });

  it('may spawn another', () => {
    const reading = read([
      task('t1', 'outer'),
      aUser('outer', { ...side, parentUuid: null, uuid: 'a1' }),
      aReply('m2', aCall('t2', 'Task', { prompt: 'inner' }), { ...side, parentUuid: 'a1', uuid: 'a2' }),
      aUser('inner', { ...side, parentUuid: null, uuid: 'b1' }),
    ]);
    expect(links(reading)[1]).toEqual([`${session}/a1`, 't2', `${session}/b1`]);
  });

  it('is kept without a call', () => {
    const reading = read([aUser('out of nowhere', { ...side, parentUuid: 'gone', uuid: 'a1' })]);
    expect(links(reading)).toEqual([]);
    expect(patchOf(reading, `${session}/a1`).parent).toEqual({ session, relation: 'subagent' });
  });
});

describe('a subagent file', () => {
  const agent = { isSidechain: true, agentId: 'a1b2c3d' };

  it('beside the main one takes its parent from its records', () => {
    const reading = read([aUser('Warmup', agent)], 'projects/-home-ada/agent-a1b2c3d.jsonl');
    expect(patchOf(reading, `${session}/a1b2c3d`).parent).toEqual({ session, relation: 'subagent' });
    expect(new Set(reading.facts.map((fact) => fact.session))).toEqual(new Set([`${session}/a1b2c3d`]));
  });

  it('below the session is named by its path', () => {
    const reading = read([aUser('go', { ...agent, sessionId: 'something-else' })], below('agent-a1b2c3d.jsonl'));
    expect(patchOf(reading, `${session}/a1b2c3d`).parent).toEqual({ session, relation: 'subagent' });
  });

  it('of a workflow hangs on the run', () => {
    const reading = read([aUser('go', agent)], below('workflows/wf_1/agent-a1b2c3d.jsonl'));
    expect(patchOf(reading, `${session}/a1b2c3d`).parent).toEqual({ session: `${session}/wf_1`, relation: 'subagent' });
  });

  it('names the agents it spawned below the main session too', () => {
    const records = [aResult('t9', 'ok', { ...agent, toolUseResult: { agentId: 'a999', agentType: 'Plan' } })];
    const reading = read(records, below('agent-a1b2c3d.jsonl'));
    expect(links(reading)).toEqual([[`${session}/a1b2c3d`, 't9', `${session}/a999`]]);
    expect(patchOf(reading, `${session}/a999`)).toEqual({
      parent: { session, relation: 'subagent' },
      agentType: 'Plan',
    });
  });

  it('keeps no session id', () => {
    const reading = read([aUser('go', { ...agent, sessionId: undefined })], 'projects/-home-ada/agent-a1b2c3d.jsonl');
    expect(reading.facts[0]?.session).toBe('-home-ada/a1b2c3d');
  });
});

describe('the link to a call', () => {
  it('comes from its answer, with what the call said', () => {
    const reading = read([
      task('t1', 'go', { description: 'Scout', subagent_type: 'Explore' }),
      aResult('t1', 'ok', { toolUseResult: { status: 'completed', agentId: 'a1' } }),
    ]);
    expect(links(reading)).toEqual([[session, 't1', `${session}/a1`]]);
    expect(patchOf(reading, `${session}/a1`)).toMatchObject({ agentType: 'Explore', description: 'Scout' });
  });

  it('comes from the answer of a workflow', () => {
    const reading = read([aResult('t1', 'ok', { toolUseResult: { runId: 'wf_1', summary: 'Three ships' } })]);
    expect(links(reading)).toEqual([[session, 't1', `${session}/wf_1`]]);
    expect(patchOf(reading, `${session}/wf_1`)).toMatchObject({ description: 'Three ships' });
  });

  it('comes from the notification that an agent finished, not a shell', () => {
    const told = (id: string) =>
      aUser(`<task-notification><task-id>${id}</task-id><tool-use-id>t1</tool-use-id></task-notification>`);
    expect(links(read([told('a983e4b64cf528fe9')]))).toEqual([[session, 't1', `${session}/a983e4b64cf528fe9`]]);
    expect(links(read([told('b1zlcp11f')]))).toEqual([]);
  });

  it('comes from the file beside the transcript, for direct children', () => {
    const meta = { agentType: 'Explore', description: 'Scout', toolUseId: 't1', spawnDepth: 1 };
    const path = below('agent-a1.meta.json');
    expect(links(read([meta], path))).toEqual([[session, 't1', `${session}/a1`]]);
    expect(links(read([{ ...meta, spawnDepth: 2 }], path))).toEqual([]);
    expect(patchOf(read([{ ...meta, spawnDepth: 2 }], path), `${session}/a1`)).toMatchObject({ description: 'Scout' });
  });
});

describe('progress of a subagent', () => {
  const records = [
    aUser('Look at the gate', { sessionId: undefined }),
    aReply('m7', aCall('t7', 'Read', {}), { sessionId: undefined }),
    aResult('t7', 'shut', { sessionId: undefined }),
  ];
  const toProgress = (message: object, normalizedMessages: object[] = []) =>
    aRecord({
      type: 'progress',
      data: { type: 'agent_progress', agentId: 'a1b2c3d', message, normalizedMessages },
      parentToolUseID: 't1',
    });
  const progress = toProgress(records[1] as object);

  it('says of the subagent what its own file says, under the same keys', () => {
    const reading = read(records.map((record) => toProgress(record)));
    const own = read(
      records.map((record) => ({ ...record, sessionId: session })),
      'projects/-home-ada/agent-a1b2c3d.jsonl',
    );
    for (const type of ['message', 'tool-call', 'tool-result', 'request'] as const) {
      const said = (of: typeof own) => factsOf(of, type).map(({ span: _place, ...fact }) => fact);
      expect(said(reading)).toEqual(said(own));
      expect(said(own).length).toBeGreaterThan(0);
    }
    expect(patchOf(reading, `${session}/a1b2c3d`).title).toEqual({ source: 'prompt', text: 'Look at the gate' });
  });

  it('brings the texts that only stand beside the record it repeats', () => {
    const said = aReply('m7', { type: 'text', text: 'I will look.' }, { sessionId: undefined });
    const earlier = aReply('m6', { type: 'text', text: 'Long ago.' }, { sessionId: undefined });
    const record = toProgress(records[1] as object, [earlier, said, records[1] as object]);
    expect(claudeContent(record)).toMatchObject([
      { type: 'text', text: 'I will look.' },
      { type: 'tool-call', callId: 't7' },
    ]);
    expect(factsOf(read([record]), 'message')).toMatchObject([{ key: 'm7', preview: 'I will look.' }]);
  });

  it('links the subagent once', () => {
    expect(links(read([progress, progress]))).toEqual([[session, 't1', `${session}/a1b2c3d`]]);
  });
});

it('reads a workflow journal as the messages of the run', () => {
  const records = [
    { type: 'started', key: 'ship:1', agentId: 'a1' },
    { type: 'result', key: 'ship:1', agentId: 'a1', result: 'Sailed' },
  ];
  const reading = read(records, below('workflows/wf_1/journal.jsonl'));
  expect(factsOf(reading, 'message').map(({ session: of, key, preview }) => [of, key, preview])).toEqual([
    [`${session}/wf_1`, 'started:ship:1', 'started ship:1'],
    [`${session}/wf_1`, 'result:ship:1', 'result ship:1 Sailed'],
  ]);
  expect(patchOf(reading, `${session}/wf_1`).parent).toEqual({ session, relation: 'subagent' });
});
