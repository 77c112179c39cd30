import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateCorpus } from '../bench/corpus/generate.ts';
import { type BelfryHome, createBelfryHome } from './support/belfry-home.ts';
import { runCli } from './support/belfry-process.ts';
import { type Ccusage, findCcusage } from './support/ccusage.ts';
import { compareReports, countNumbers, type ReportDifference } from './support/compare-reports.ts';

const samples = process.env.BELFRY_SAMPLES ?? resolve(import.meta.dirname, '../../shared/samples');
const reports = ['daily', 'weekly', 'monthly', 'session', 'blocks'] as const;
const claudeReports = ['claude daily', 'claude monthly', 'claude session'] as const;
const codexReports = ['codex daily', 'codex monthly', 'codex session'] as const;
const found = findCcusage();

describe.skipIf(found === undefined)('beside ccusage 20.0.24', () => {
  const ccusage = found as Ccusage;
  let home: BelfryHome;

  function theirs(report: string, ...flags: string[]): string {
    return ccusage.run([...report.split(' '), '--json', '--offline', ...flags], home.env);
  }

  async function ours(report: string, ...flags: string[]): Promise<string> {
    const { code, stdout, stderr } = await runCli(home, 'ccusage', ...report.split(' '), '--json', ...flags);
    expect(code, stderr).toBe(0);
    return stdout;
  }

  async function differences(report: string, ...flags: string[]): Promise<ReportDifference[]> {
    const [a, b] = [theirs(report, ...flags), await ours(report, ...flags)];
    expect(countNumbers(a), `${report} says nothing`).toBeGreaterThan(5);
    return compareReports(a, b);
  }

  describe('on a generated corpus', () => {
    beforeAll(() => {
      home = createBelfryHome();
      generateCorpus({ directory: home.claudeRoot, sessions: 24, megabytes: 6, projects: 5, seed: 7 });
    });
    afterAll(() => home.remove());

    test.each([...reports, ...claudeReports])('%s tells the same numbers', async (report) => {
      expect(await differences(report)).toEqual([]);
    });

    test.each(['America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'])('days in %s are the same', async (zone) => {
      expect(await differences('daily', '--timezone', zone)).toEqual([]);
      expect(
        await differences('monthly', '--timezone', zone, '--since', '2026-05-15', '--until', '2026-08-01'),
      ).toEqual([]);
    });

    test('blocks of another length are the same', async () => {
      expect(await differences('blocks', '-n', '3')).toEqual([]);
    });

    test('rows of each agent and several sections are the same', async () => {
      expect(await differences('daily', '--by-agent')).toEqual([]);
      expect(await differences('daily', '--sections', 'daily,monthly,session')).toEqual([]);
    });
  });

  const onSamples = existsSync(samples) ? describe : undefined;
  onSamples?.('on real transcripts', () => {
    beforeAll(() => {
      home = createBelfryHome();
      copyTranscripts(join(samples, 'claude/gen/2.1.330/projects'), join(home.claudeRoot, 'projects'));
      copyTranscripts(join(samples, 'claude/entire'), join(home.claudeRoot, 'projects/-home-u1-work'));
      copyTranscripts(join(samples, 'codex/gen/0.169.0/sessions'), join(home.codexRoot, 'sessions'));
    });
    afterAll(() => home.remove());

    /** Each difference must have one of these reasons, and each reason must be met. */
    const reasons: Record<string, (difference: ReportDifference, report: string) => boolean> = {
      'ccusage has no price for a model belfry knows one for': ({ field, theirs: x = 0, ours: y = 0 }) =>
        /(cost|Cost|USD)$/.test(field) && y > x,
      'a fork counts its copied requests where the conversation began, not where they were copied to': (
        { row, field },
        report,
      ) => report.endsWith('session') && !/[cC]ost$/.test(field) && forked.has(row.slice(row.indexOf(' ') + 1)),
      'ccusage counts replies no model gave among the entries of a block': ({ field, theirs: x = 0, ours: y = 0 }) =>
        field === 'entries' && x > y,
      'a request is of the time of its first record, so a silence may begin some seconds earlier': ({ row }) =>
        row.startsWith('blocks gap-'),
    };
    // The fork, and the session it was forked from, whose own file was not kept.
    const forked = new Set(['841df690-a1b7-4939-aff3-1e909f500793', 'afbc5435-4c10-4a27-ae4f-fc84794ebf88']);

    test('differences are these, and no others', { timeout: 240_000 }, async () => {
      withoutProgress(home);
      const met = new Set<string>();
      const unexplained: string[] = [];
      for (const report of [...reports, ...claudeReports, ...codexReports]) {
        for (const difference of await differences(report)) {
          const reason = Object.keys(reasons).find((name) => reasons[name]?.(difference, report));
          if (reason === undefined) unexplained.push(`${report}: ${JSON.stringify(difference)}`);
          else met.add(reason);
        }
      }
      expect(unexplained).toEqual([]);
      expect([...met].sort()).toEqual(Object.keys(reasons).sort());
    });
  });

  describe('on awkward transcripts', () => {
    const session = '11111111-2222-4333-8444-555555555555';
    const other = '99999999-2222-4333-8444-555555555555';
    beforeEach(() => {
      home = createBelfryHome();
    });
    afterEach(() => home.remove());

    let clock = 0;
    const aReply = (more: Record<string, unknown> = {}, usage: Record<string, unknown> = {}) => ({
      type: 'assistant',
      uuid: `u${++clock}`,
      sessionId: session,
      cwd: '/home/ada/shop',
      timestamp: new Date(Date.UTC(2026, 2, 3, 9) + clock * 1000).toISOString(),
      requestId: 'req_1',
      message: {
        id: 'msg_1',
        role: 'assistant',
        model: 'claude-opus-4-5-20251101',
        content: [{ type: 'text', text: 'done' }],
        usage: { input_tokens: 100, output_tokens: 600, ...usage },
      },
      ...more,
    });
    const write = (text: string, name = session) => {
      const path = join(home.claudeRoot, 'projects/-home-ada-shop', `${name}.jsonl`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');
    const output = (text: string) => (JSON.parse(text) as { totals: { outputTokens: number } }).totals.outputTokens;
    const both = async () => [output(theirs('daily')), output(await ours('daily'))];

    test('spaces after colons: ccusage counts nothing, belfry all', async () => {
      write(`${JSON.stringify(aReply(), null, 1).replace(/\n */g, ' ')}\n`);
      expect(await both()).toEqual([0, 600]);
    });

    test('a streamed reply counts once with its last numbers, in whatever order its lines stand', async () => {
      write(lines(aReply({}, { output_tokens: 1 }), aReply({}, { output_tokens: 341 }), aReply()));
      expect(await both()).toEqual([600, 600]);
      write(lines(aReply(), aReply({}, { output_tokens: 1 })));
      expect(await both()).toEqual([600, 600]);
    });

    test('a reply copied into a resumed session counts once', async () => {
      write(lines(aReply()));
      write(lines(aReply({ sessionId: other })), other);
      expect(await both()).toEqual([600, 600]);
    });

    test('a reply repeated without a request id counts once; in ccusage each time', async () => {
      write(lines(aReply({ requestId: undefined }), aReply({ requestId: undefined })));
      expect(await both()).toEqual([1200, 600]);
    });

    test('a line that is cut off is left out', async () => {
      write(`${lines(aReply())}${JSON.stringify(aReply({ requestId: 'req_2' })).slice(0, 200)}`);
      expect(await both()).toEqual([600, 600]);
    });

    test('replies no model gave are left out', async () => {
      const made = { ...aReply().message, id: 'msg_2', model: '<synthetic>', usage: { output_tokens: 0 } };
      write(lines(aReply(), aReply({ requestId: undefined, message: made })));
      expect(await both()).toEqual([600, 600]);
    });

    test('progress of a subagent without a file: ccusage counts it by day and not by session, belfry in both', async () => {
      const message = aReply({ requestId: 'req_9' });
      const inner = { ...message, message: { ...message.message, id: 'msg_9' } };
      const { message: _, ...envelope } = aReply();
      write(
        lines(aReply(), {
          ...envelope,
          type: 'progress',
          data: { type: 'agent_progress', agentId: 'a1', message: inner },
        }),
      );
      expect(await both()).toEqual([1200, 1200]);
      expect([output(theirs('session')), output(await ours('session'))]).toEqual([600, 1200]);
    });

    test('a Codex counter that is told again counts once, and cached input is no uncached input', async () => {
      const counters = (input: number, cached: number, output: number) => ({
        input_tokens: input,
        cached_input_tokens: cached,
        output_tokens: output,
        reasoning_output_tokens: 0,
        total_tokens: input + output,
      });
      const id = '019fbcc4-2900-7000-8000-000000000001';
      const line = (second: number, type: string, payload: object) => ({
        timestamp: `2026-08-01T10:00:0${second}.000Z`,
        type,
        payload,
      });
      const count = (second: number, total: object, last: object) =>
        line(second, 'event_msg', { type: 'token_count', info: { total_token_usage: total, last_token_usage: last } });
      const path = join(home.codexRoot, `sessions/2026/08/01/rollout-2026-08-01T10-00-00-${id}.jsonl`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(
        path,
        lines(
          line(0, 'session_meta', { id, timestamp: '2026-08-01T10:00:00.000Z', cwd: '/home/ada/shop' }),
          line(1, 'turn_context', { turn_id: '019fbcc4-4000-7000-8000-0000000000a1', model: 'gpt-5.4' }),
          count(2, counters(1000, 400, 100), counters(1000, 400, 100)),
          count(3, counters(1000, 400, 100), counters(1000, 400, 100)),
          count(4, counters(3000, 2000, 300), counters(2000, 1600, 200)),
        ),
      );
      const report = await ours('codex daily');
      expect(compareReports(theirs('codex daily'), report)).toEqual([]);
      expect(JSON.parse(report)).toMatchObject({
        totals: { totalTokens: 3300, inputTokens: 1000, cacheReadTokens: 2000, outputTokens: 300 },
      });
    });

    test('weeks begin on Monday unless told: in ccusage those of one agent on Sunday', async () => {
      write(lines(aReply({ timestamp: '2026-03-01T10:00:00.000Z' })));
      const week = (text: string) => (JSON.parse(text) as { weekly: { week?: string; period?: string }[] }).weekly[0];
      expect(week(theirs('weekly'))?.period).toBe('2026-02-23');
      expect(week(await ours('weekly'))?.period).toBe('2026-02-23');
      expect(week(theirs('claude weekly'))?.week).toBe('2026-03-01');
      expect(week(await ours('claude weekly'))?.week).toBe('2026-02-23');
      const ofSunday = await ours('claude weekly', '-w', 'sunday');
      expect(week(ofSunday)?.week).toBe('2026-03-01');
      expect(JSON.parse(ofSunday)).toMatchObject({ belfry: { weekStart: 'sunday' } });
      expect(week(await ours('weekly', '-w', 'sunday'))?.period).toBe('2026-03-01');
    });

    test('a folder that begins with a dash can be named, which ccusage refuses', async () => {
      write(lines(aReply()));
      expect(() => theirs('claude daily', '-p', '-home-ada-shop')).toThrow();
      expect(output(await ours('claude daily', '-p', '-home-ada-shop'))).toBe(600);
      expect(output(await ours('claude daily', '-p', '-home-ada-mill'))).toBe(0);
      expect(output(await ours('claude daily', '--instances'))).toBe(600);
    });

    test('nothing to show keeps the shape', async () => {
      expect(compareReports(theirs('daily'), await ours('daily'))).toEqual([]);
      expect(compareReports(theirs('session'), await ours('session'))).toEqual([]);
      expect(JSON.parse(theirs('session --id nope'))).toBe(null);
      expect(JSON.parse(await ours('session --id nope'))).toBe(null);
    });
  });
});

function copyTranscripts(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, {
    recursive: true,
    mode: 0,
    filter: (path) => statSync(path).isDirectory() || /\.jsonl$/.test(path),
  });
}

/** ccusage counts requests told in progress only in some of its reports; that is a test of its own above. */
function withoutProgress(home: BelfryHome): void {
  for (const name of readdirSync(home.claudeRoot, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.jsonl')) continue;
    const path = join(home.claudeRoot, name);
    const kept = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => !line.includes('"type":"progress"'));
    // Samples may be read-only.
    rmSync(path);
    writeFileSync(path, kept.join('\n'));
  }
}
