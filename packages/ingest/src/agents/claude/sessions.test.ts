import { describe, expect, it } from 'vitest';
import { aRecord, aReply, aUser, factsOf, mainPath, patchOf, read, session } from './test-records.ts';

const other = '0b0b0b0b-0000-4000-8000-00000000000b';
const sessionsIn = (reading: ReturnType<typeof read>) => [...new Set(reading.facts.map((fact) => fact.session))];

describe('the session of a file', () => {
  it('is its name, when that is a session id', () => {
    expect(sessionsIn(read([aUser('one', { sessionId: other }), aUser('two')]))).toEqual([session]);
  });

  it('is the id in its records, when the name is none', () => {
    const header = { type: 'file-history-snapshot', snapshot: {} };
    expect(sessionsIn(read([header, aUser('one', { sessionId: other })], 'projects/-x/backup.jsonl'))).toEqual([other]);
  });

  it('changes where a file without a session name changes its id', () => {
    const records = [aUser('one'), aUser('two', { sessionId: other }), { type: 'ai-title', aiTitle: 'Two' }];
    const reading = read(records, 'projects/-x/joined.jsonl');
    expect(sessionsIn(reading)).toEqual([session, other]);
    expect(patchOf(reading, other)).toMatchObject({ cwd: '/home/ada', title: { text: 'Two' } });
    expect(factsOf(reading, 'session').some((fact) => fact.patch.parent !== undefined)).toBe(false);
  });

  it('is the name when nothing tells an id', () => {
    expect(sessionsIn(read([aUser('one', { sessionId: undefined })], 'projects/-x/lost.jsonl'))).toEqual(['lost']);
  });
});

describe('a patch', () => {
  it('comes only with something new', () => {
    const reading = read([
      aUser('one'),
      aUser('two'),
      aUser('three', { cwd: '/elsewhere', gitBranch: 'b', version: '2.1.101', entrypoint: 'cli' }),
      aUser('four', { cwd: '/elsewhere', gitBranch: 'b' }),
    ]);
    expect(factsOf(reading, 'session').map((fact) => fact.patch)).toEqual([
      { cwd: '/home/ada', version: '2.1.100' },
      { title: { source: 'prompt', text: 'one' } },
      { cwd: '/elsewhere', branch: 'b', version: '2.1.101', entrypoint: 'cli' },
    ]);
  });

  it('names the team a session works in, once', () => {
    const reading = read([
      aUser('one'),
      aUser('two', { teamName: 'bells', agentName: 'ringer' }),
      aUser('three', { teamName: 'bells', agentName: 'ringer' }),
    ]);
    expect(factsOf(reading, 'session').flatMap((fact) => fact.patch.team ?? [])).toEqual([
      { name: 'bells', member: 'ringer' },
    ]);
    expect(patchOf(read([aUser('one', { teamName: 'bells' })]))).toMatchObject({ team: { name: 'bells' } });
    expect(patchOf(read([aUser('one', { agentName: 'a session of that name' })]))).not.toHaveProperty('team');
  });

  it('names each model once, and never the synthetic one', () => {
    const reply = (id: string, model: string) => aReply(id, 'x', {}, { model });
    const reading = read([reply('1', 'a'), reply('2', 'b'), reply('3', 'a'), reply('4', '<synthetic>')]);
    expect(factsOf(reading, 'session').flatMap((fact) => fact.patch.model ?? [])).toEqual(['a', 'b']);
  });

  it('tells title, mode and cost as the agent appends them again and again', () => {
    const title = (customTitle: string) => ({ type: 'custom-title', customTitle, sessionId: session });
    const reading = read([
      title('a'),
      title('a'),
      { type: 'ai-title', aiTitle: 'b' },
      title(''),
      { type: 'permission-mode', permissionMode: 'plan' },
      { type: 'permission-mode', permissionMode: 'plan' },
      { type: 'cost-state', totalCostUSD: 0.1 },
      { type: 'cost-state', totalCostUSD: 0.25 },
      { type: 'cost-state', totalCostUSD: 'free' },
    ]);
    expect(factsOf(reading, 'session').map((fact) => fact.patch)).toEqual([
      { title: { source: 'custom', text: 'a' } },
      { title: { source: 'agent', text: 'b' } },
      { title: { source: 'custom', text: '' } },
      { permissionMode: 'plan' },
      { reportedCostMicros: 100_000 },
      { reportedCostMicros: 250_000 },
    ]);
  });

  it('takes the first prompt of a human for a title', () => {
    const reading = read([
      aUser('<command-name>/clear</command-name>'),
      aUser('injected', { isMeta: true }),
      aUser([{ type: 'image', source: {} }]),
      aUser('Ring the bell'),
      aUser('Again'),
    ]);
    expect(patchOf(reading).title).toEqual({ source: 'prompt', text: 'Ring the bell' });
  });

  it('names the file a summary belongs to by its leaf', () => {
    const reading = read([{ type: 'summary', summary: 'Bells', leafUuid: 'u9' }]);
    expect(factsOf(reading, 'leaf-title')).toMatchObject([{ leaf: 'u9', text: 'Bells', session }]);
  });

  it('reads the title kept beside the transcript', () => {
    const reading = read([{ customTitle: 'Bells' }], mainPath.replace('.jsonl', '/custom-title.json'));
    expect(patchOf(reading)).toEqual({ title: { source: 'custom', text: 'Bells' } });
  });
});

describe('a copied record', () => {
  const forked = { forkedFrom: { sessionId: other, messageUuid: 'x' } };

  it('makes the file a fork, once, and its messages inherited', () => {
    const reading = read([aUser('one', forked), aReply('m1', 'a', forked), aUser('two')]);
    const parents = factsOf(reading, 'session').flatMap((fact) => fact.patch.parent ?? []);
    expect(parents).toEqual([{ session: other, relation: 'fork' }]);
    expect(factsOf(reading, 'message').map((message) => message.inherited ?? false)).toEqual([true, true, false]);
  });

  it('gives its request to the session it names', () => {
    const reading = read([
      aReply('m1', 'a', { requestSessionId: other }),
      aReply('m2', 'b', { requestSessionId: session }),
      aReply('m3', 'c'),
    ]);
    expect(factsOf(reading, 'request').map((request) => request.owner)).toEqual([other, undefined, undefined]);
    expect(patchOf(reading).parent).toEqual({ session: other, relation: 'fork' });
  });

  it('with the id of another session makes the file a continuation', () => {
    const reading = read([aUser('one', { sessionId: other }), aReply('m1', 'a', { sessionId: other }), aUser('two')]);
    expect(patchOf(reading).parent).toEqual({ session: other, relation: 'continuation' });
    expect(factsOf(reading, 'request')[0]?.owner).toBe(other);
    expect(factsOf(reading, 'message').map((message) => message.inherited ?? false)).toEqual([true, true, false]);
  });

  it('without a mark is known by being older than the file', () => {
    const begun = { type: 'queue-operation', operation: 'enqueue', content: 'new', sessionId: session };
    const reading = read([
      { ...begun, timestamp: '2026-06-01T00:00:10.000Z' },
      aUser('old', { timestamp: '2026-06-01T00:00:00.000Z' }),
      aUser('at the same moment', { timestamp: '2026-06-01T00:00:09.500Z' }),
      aUser('new', { timestamp: '2026-06-01T00:00:11.000Z' }),
    ]);
    expect(factsOf(reading, 'message').map((message) => message.inherited ?? false)).toEqual([true, false, false]);
  });
});

describe('requests', () => {
  it('share their key over copies of the chain, also without a request id', () => {
    const first = aUser('one', { uuid: 'first' });
    const reply = aReply('m1', 'a', { requestId: undefined });
    const copy = `projects/-x/${other}.jsonl`;
    const keyIn = (path: string) => factsOf(read([first, reply], path), 'request')[0]?.key;
    expect(keyIn(mainPath)).toBe('m1@first');
    expect(keyIn(copy)).toBe('m1@first');
  });

  it('are read from the bare lines of the first versions', () => {
    const bare = { timestamp: '2025-01-01T00:00:00Z', sessionId: session, requestId: 'r', costUSD: 1 };
    const reading = read([{ ...bare, message: { id: 'm', model: 'claude-3', usage: { output_tokens: 5 } } }]);
    expect(factsOf(reading, 'request')[0]).toMatchObject({
      key: 'm:r',
      model: 'claude-3',
      tokens: { output: 5 },
      reportedCostMicros: 1_000_000,
    });
    expect(reading.issues).toEqual([]);
  });

  it('come with each record, so that the store can keep the one with the most output', () => {
    const grown = aReply('m1', 'b', {}, { usage: { output_tokens: 90 } });
    const outputs = factsOf(read([aReply('m1', 'a'), grown]), 'request').map((request) => request.tokens.output);
    expect(outputs).toEqual([1, 90]);
  });
});

it('keeps its state small over a long session', () => {
  const records = Array.from({ length: 3000 }, (_, index) => [
    aUser(`prompt ${index}`),
    aReply(`m${index}`, { type: 'tool_use', id: `t${index}`, name: 'Task', input: { prompt: `p${index}` } }),
    aRecord({ type: 'user', isSidechain: true, parentUuid: null, message: { content: `s${index}` } }),
    { type: 'queue-operation', operation: 'enqueue', content: `q${index}`, sessionId: session },
  ]).flat();
  expect(JSON.stringify(read(records).state).length).toBeLessThan(40_000);
});
