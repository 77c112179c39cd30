import { describe, expect, it } from 'vitest';
import { countedArchive, type Files } from './counted-archive.ts';

const a = 'aaaaaaaa-0000-4000-8000-000000000001';
const b = 'bbbbbbbb-0000-4000-8000-000000000002';
const fileOf = (session: string) => `projects/-home-ada-engine/${session}.jsonl`;

let serial = 0;

/** A reply of Claude Code. Opus 4.8 costs $5 and $25 a million, $0.50 read, $6.25 and $10 written. */
function aReply(
  session: string,
  at: string,
  usage: object,
  { message = {}, ...fields }: { message?: object; [field: string]: unknown } = {},
) {
  serial += 1;
  return {
    type: 'assistant',
    uuid: `uuid-${serial}`,
    parentUuid: null,
    isSidechain: false,
    sessionId: session,
    cwd: '/home/ada/engine',
    version: '2.1.100',
    timestamp: at,
    requestId: `req-${serial}`,
    message: {
      id: `msg-${serial}`,
      role: 'assistant',
      model: 'claude-opus-4-8',
      content: [{ type: 'text', text: 'Done.' }],
      usage,
      ...message,
    },
    ...fields,
  };
}

const same = { requestId: 'req-same', message: { id: 'msg-same' } };

/** Tokens and micro-dollars of everything, and what each session counts. */
function totalsOf(agent: 'claude' | 'codex', files: Files, order?: readonly string[]) {
  using archive = countedArchive(agent, files, order === undefined ? {} : { order });
  const { inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens, requests, costMicros } = archive.summary({
    all: true,
  }).totals;
  const { items } = archive.sessions({ all: true });
  const bySession = Object.fromEntries(items.map((item) => [item.sessionId, item.costMicros]));
  return { inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens, requests, costMicros, bySession };
}

/** Whatever the order of import, the truth is the same. */
function expectTruth(agent: 'claude' | 'codex', files: Files, truth: object) {
  const paths = Object.keys(files);
  for (const order of [paths, paths.toReversed(), [...paths, ...paths]]) {
    expect(totalsOf(agent, files, order), order.join(' ')).toMatchObject(truth);
  }
}

describe('Claude: each token once, counted by hand', () => {
  it('a message that was streamed counts with its largest output, wherever that stands', () => {
    const usage = (output: number) => ({ input_tokens: 10, output_tokens: output, cache_read_input_tokens: 1_000 });
    const lines = [5, 631, 120].map((output, n) => aReply(a, `2026-11-01T10:00:0${n}Z`, usage(output), same));
    // 10 × $5 + 631 × $25 + 1,000 × $0.50
    const truth = { inputTokens: 10, outputTokens: 631, cacheReadTokens: 1_000, requests: 1, costMicros: 16_325 };
    expectTruth('claude', { [fileOf(a)]: lines }, truth);
    expectTruth('claude', { [fileOf(a)]: lines.toReversed() }, truth);
  });

  it('a session that was resumed in a file of its own counts its old messages once, where they were first', () => {
    const old = (session: string, at: string) => aReply(session, at, { input_tokens: 100, output_tokens: 10 }, same);
    const files = {
      [fileOf(a)]: [old(a, '2026-11-01T10:00:00Z')],
      [fileOf(b)]: [
        old(b, '2026-11-01T12:00:00Z'),
        aReply(b, '2026-11-01T12:01:00Z', { input_tokens: 1_000, output_tokens: 0 }),
      ],
    };
    // 100 × $5 + 10 × $25 in the first, 1,000 × $5 in the second
    expectTruth('claude', files, {
      requests: 2,
      costMicros: 750 + 5_000,
      bySession: { [`claude:${a}`]: 750, [`claude:${b}`]: 5_000 },
    });
  });

  it('a fork whose copies name their origin leaves them there, though they seem older', () => {
    const fork = { ...same, forkedFrom: { sessionId: a } };
    const files = {
      [fileOf(a)]: [aReply(a, '2026-11-01T10:00:00Z', { input_tokens: 100, output_tokens: 10 }, same)],
      [fileOf(b)]: [
        aReply(b, '2026-11-01T09:00:00Z', { input_tokens: 100, output_tokens: 10 }, fork),
        aReply(b, '2026-11-01T11:00:00Z', { input_tokens: 20, output_tokens: 0 }),
      ],
    };
    expectTruth('claude', files, {
      requests: 2,
      costMicros: 750 + 100,
      bySession: { [`claude:${a}`]: 750, [`claude:${b}`]: 100 },
    });
  });

  it('subagents count for themselves, and with their parent when asked', () => {
    const sub = (id: string) => `projects/-home-ada-engine/${a}/subagents/agent-${id}.jsonl`;
    const inside = (id: string) => ({ isSidechain: true, agentId: id });
    const files = {
      [fileOf(a)]: [aReply(a, '2026-11-01T10:00:00Z', { input_tokens: 1_000, output_tokens: 0 })],
      [sub('x1')]: [aReply(a, '2026-11-01T10:01:00Z', { input_tokens: 200, output_tokens: 0 }, inside('x1'))],
      [sub('x2')]: [aReply(a, '2026-11-01T10:02:00Z', { input_tokens: 30, output_tokens: 0 }, inside('x2'))],
    };
    expectTruth('claude', files, { requests: 3, inputTokens: 1_230, costMicros: 6_150 });

    using archive = countedArchive('claude', files);
    const usage = archive.session(`claude:${a}`);
    expect(usage).toMatchObject({
      own: { costMicros: 5_000, requests: 1 },
      withSubagents: { costMicros: 6_150, requests: 3 },
      countedElsewhere: { requests: 0 },
    });
    expect(usage?.subagents.map(({ sessionId, costMicros }) => [sessionId, costMicros])).toEqual([
      [`claude:${a}/x1`, 1_000],
      [`claude:${a}/x2`, 150],
    ]);
  });

  it('a message without a request id counts once within its session, and again in another', () => {
    const bare = { requestId: undefined, message: { id: 'msg-same' } };
    const files = {
      [fileOf(a)]: [4, 40].map((output) => aReply(a, '2026-11-01T10:00:00Z', { output_tokens: output }, bare)),
      [fileOf(b)]: [aReply(b, '2026-11-01T10:00:00Z', { output_tokens: 7 }, bare)],
    };
    expectTruth('claude', files, { requests: 2, outputTokens: 47, costMicros: 47 * 25 });
  });

  it('records without any id are never taken for one', () => {
    const bare = { requestId: undefined, message: { id: undefined } };
    const lines = [1, 2].map(() => aReply(a, '2026-11-01T10:00:00Z', { output_tokens: 10 }, bare));
    expectTruth('claude', { [fileOf(a)]: lines }, { requests: 2, outputTokens: 20 });
  });

  it('an hour’s cache write costs more than one of five minutes, and one that is not split is taken for the latter', () => {
    const split = { ephemeral_5m_input_tokens: 1_000, ephemeral_1h_input_tokens: 2_000 };
    const usage = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 3_000 };
    const lines = [
      aReply(a, '2026-11-01T10:00:00Z', { ...usage, cache_creation: split }),
      aReply(a, '2026-11-01T10:01:00Z', usage),
    ];
    // 1,000 × $6.25 + 2,000 × $10, then 3,000 × $6.25
    expectTruth('claude', { [fileOf(a)]: lines }, { cacheCreationTokens: 6_000, costMicros: 26_250 + 18_750 });
  });

  it('web searches and faster service cost what they do', () => {
    const lines = [
      aReply(a, '2026-11-01T10:00:00Z', { output_tokens: 100, server_tool_use: { web_search_requests: 2 } }),
      aReply(a, '2026-11-01T10:01:00Z', { output_tokens: 100, speed: 'fast' }),
    ];
    // 100 × $25 + 2 × $0.01, then six times 100 × $25
    expectTruth('claude', { [fileOf(a)]: lines }, { costMicros: 2_500 + 20_000 + 15_000 });
  });

  it('notices that no model wrote are no requests', () => {
    const notice = aReply(a, '2026-11-01T10:00:00Z', { input_tokens: 0 }, { message: { model: '<synthetic>' } });
    const lines = [notice, aReply(a, '2026-11-01T10:01:00Z', { input_tokens: 2 })];
    expectTruth('claude', { [fileOf(a)]: lines }, { requests: 1, inputTokens: 2 });
  });

  it('a price that changes at midnight applies to the requests after it, and not to those before', () => {
    // The surcharge of Opus 4.6 above 200,000 tokens of prompt ended on 2026-03-13: $10 before, $5 from then on.
    const large = (at: string) =>
      aReply(a, at, { input_tokens: 300_000, output_tokens: 0 }, { message: { model: 'claude-opus-4-6' } });
    const lines = [large('2026-03-12T23:59:59.999Z'), large('2026-03-13T00:00:00.000Z')];
    expectTruth('claude', { [fileOf(a)]: lines }, { requests: 2, costMicros: 3_000_000 + 1_500_000 });
  });

  it('small requests do not add up to a large one', () => {
    const part = (at: string) =>
      aReply(a, at, { input_tokens: 150_000, output_tokens: 0 }, { message: { model: 'claude-opus-4-6' } });
    const lines = [part('2026-03-01T10:00:00Z'), part('2026-03-01T10:01:00Z')];
    expectTruth('claude', { [fileOf(a)]: lines }, { costMicros: 1_500_000 });
  });

  it('a model without a price costs nothing that is shown as such: its tokens are counted and named', () => {
    const lines = [
      aReply(a, '2026-11-01T10:00:00Z', { input_tokens: 70, output_tokens: 5 }, { message: { model: 'house-model' } }),
      aReply(a, '2026-11-01T10:01:00Z', { input_tokens: 10 }),
    ];
    using archive = countedArchive('claude', { [fileOf(a)]: lines });
    const { totals, unpriced } = archive.summary({ all: true });
    expect(totals).toMatchObject({ totalTokens: 85, unpricedTokens: 75, costMicros: 50 });
    expect(unpriced).toEqual([
      { model: 'house-model', priceClass: 'standard', reason: 'unknown', totalTokens: 75, requests: 1 },
    ]);
  });
});

describe('Codex: each token once, counted by hand', () => {
  const parent = '019fbcc4-2900-7000-8000-000000000001';
  const child = '019fbcc6-e820-7000-8000-000000000005';
  const path = (time: string, id: string) => `sessions/2026/08/01/rollout-2026-08-01T${time}-${id}.jsonl`;
  const line = (at: string, type: string, payload: object) => ({ timestamp: at, type, payload });
  const counters = (input: number, cached: number, output: number) => ({
    input_tokens: input,
    cached_input_tokens: cached,
    output_tokens: output,
    reasoning_output_tokens: 0,
    total_tokens: input + output,
  });
  const count = (at: string, total: object, last: object) =>
    line(at, 'event_msg', { type: 'token_count', info: { total_token_usage: total, last_token_usage: last } });
  const meta = (at: string, id: string, more: object = {}) =>
    line(at, 'session_meta', { id, timestamp: at, cwd: '/home/ada/engine', cli_version: '0.140.0', ...more });
  const turn = (at: string, id: string) =>
    line(at, 'turn_context', { turn_id: id, model: 'gpt-5.4', cwd: '/home/ada/engine' });

  const ofParent = (at: (second: number) => string) => [
    turn(at(1), '019fbcc4-4000-7000-8000-0000000000a1'),
    count(at(2), counters(1_000, 400, 50), counters(1_000, 400, 50)),
    // The same totals again, as for a refresh of the limits: no request.
    count(at(3), counters(1_000, 400, 50), counters(1_000, 400, 50)),
    turn(at(4), '019fbcc4-5000-7000-8000-0000000000a2'),
    count(at(5), counters(3_000, 2_000, 80), counters(2_000, 1_600, 30)),
  ];
  const second = (hour: string) => (n: number) => `2026-08-01T${hour}:00:${String(n).padStart(2, '0')}.000Z`;

  it('totals told again are a repeat, and cached input is not paid twice', () => {
    const files = { [path('10-00-00', parent)]: [meta(second('10')(0), parent), ...ofParent(second('10'))] };
    // GPT-5.4: 600 + 400 × $2.50, 400 + 1,600 × $0.25, 80 × $15
    expectTruth('codex', files, {
      requests: 2,
      inputTokens: 1_000,
      cacheReadTokens: 2_000,
      outputTokens: 80,
      costMicros: 2_500 + 500 + 1_200,
    });
  });

  it('a fork that carries its parent’s lines with times of its own pays for its own turn only', () => {
    const files = {
      [path('10-00-00', parent)]: [meta(second('10')(0), parent), ...ofParent(second('10'))],
      [path('10-03-00', child)]: [
        meta(second('12')(0), child, { forked_from_id: parent }),
        meta(second('12')(0), parent),
        ...ofParent(second('12')),
        turn(second('12')(6), '019fbcc6-f000-7000-8000-0000000000b1'),
        count(second('12')(7), counters(3_100, 2_000, 90), counters(100, 0, 10)),
      ],
    };
    // 100 × $2.50 + 10 × $15
    expectTruth('codex', files, {
      requests: 3,
      costMicros: 4_200 + 400,
      bySession: { [`codex:${parent}`]: 4_200, [`codex:${child}`]: 400 },
    });
  });
});

describe('days of a zone', () => {
  const lines = (...times: string[]) => ({
    [fileOf(a)]: times.map((at) => aReply(a, at, { input_tokens: 1, output_tokens: 0 })),
  });
  const days = (files: Files, timezone: string, query: object = {}) => {
    using archive = countedArchive('claude', files);
    return archive.summary({ all: true, timezone, ...query }).daily.map(({ date, requests }) => [date, requests]);
  };

  it('have 25 hours when clocks are set back, and none of them is lost or counted twice', () => {
    // In Berlin 2026-10-25 begins at 22:00 UTC and ends at 23:00 UTC.
    const files = lines('2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z');
    expect(days(files, 'Europe/Berlin')).toEqual([
      ['2026-10-24', 1],
      ['2026-10-25', 2],
      ['2026-10-26', 1],
    ]);
    // The hour from 2 to 3 runs twice; each has its own name.
    const twice = lines('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z');
    expect(days(twice, 'Europe/Berlin', { granularity: 'hour' })).toEqual([
      ['2026-10-25T02:00+02:00', 1],
      ['2026-10-25T02:00+01:00', 1],
    ]);
  });

  it('have 23 hours when clocks are set forward', () => {
    const files = lines('2026-03-28T22:59:59Z', '2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z');
    expect(days(files, 'Europe/Berlin')).toEqual([
      ['2026-03-28', 1],
      ['2026-03-29', 2],
      ['2026-03-30', 1],
    ]);
  });

  it.each([
    ['Asia/Kathmandu', '2026-11-01T18:14:59Z', '2026-11-01T18:15:00Z'],
    ['Asia/Kolkata', '2026-11-01T18:29:59Z', '2026-11-01T18:30:00Z'],
    ['Pacific/Chatham', '2026-11-01T10:14:59Z', '2026-11-01T10:15:00Z'],
    ['America/St_Johns', '2026-11-02T03:29:59Z', '2026-11-02T03:30:00Z'],
    ['UTC', '2026-11-01T23:59:59Z', '2026-11-02T00:00:00Z'],
  ])('begin on the quarter of an hour: %s', (zone, before, after) => {
    expect(days(lines(before, after), zone)).toEqual([
      ['2026-11-01', 1],
      ['2026-11-02', 1],
    ]);
  });

  it('make weeks from Monday on unless told, and months', () => {
    // A Sunday, the Monday after it, and the first of the next month.
    const files = lines('2026-11-29T12:00:00Z', '2026-11-30T12:00:00Z', '2026-12-01T12:00:00Z');
    expect(days(files, 'UTC', { granularity: 'week', to: '2026-12-01' })).toEqual([
      ['2026-11-23', 1],
      ['2026-11-30', 2],
    ]);
    expect(days(files, 'UTC', { granularity: 'week', weekStart: 'sunday', to: '2026-12-01' })).toEqual([
      ['2026-11-29', 3],
    ]);
    expect(days(files, 'UTC', { granularity: 'month', to: '2026-12-01' })).toEqual([
      ['2026-11-01', 2],
      ['2026-12-01', 1],
    ]);
  });
});
