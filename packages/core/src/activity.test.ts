import { describe, expect, it } from 'vitest';
import { type ActivitySigns, judgeActivity } from './activity.ts';

const now = Date.UTC(2026, 0, 2, 12);
const ago = (minutes: number) => now - minutes * 60_000;
const judge = (signs: Partial<ActivitySigns>) =>
  judgeActivity({ pendingCalls: 0, endsInReply: false, isSubagent: signs.call !== undefined, ...signs }, now);

describe('what a session does', () => {
  it.each<[string, Partial<ActivitySigns>, string, string[]]>([
    ['wrote lately', { lastAt: ago(1) }, 'working', ['recent-record']],
    ['works on a call', { lastAt: ago(1), pendingCalls: 2 }, 'working', ['recent-record', 'open-calls']],
    ['ended its turn', { lastAt: ago(60), endsInReply: true }, 'idle', ['last-word']],
    ['ended its turn just now', { lastAt: ago(0), endsInReply: true }, 'idle', ['last-word']],
    [
      'was spawned by nobody knows what, and answered',
      { lastAt: ago(60), endsInReply: true, isSubagent: true },
      'ended',
      ['last-word'],
    ],
    ['left a call open', { lastAt: ago(60), pendingCalls: 1, endsInReply: true }, 'unknown', ['quiet', 'open-calls']],
    ['stopped in the middle', { lastAt: ago(60) }, 'unknown', ['quiet']],
    ['has no times at all', {}, 'unknown', ['quiet']],
    ['was answered', { lastAt: ago(60), call: { status: 'ok', finishedAt: ago(59) } }, 'ended', ['call-answered']],
    ['was answered without a time', { lastAt: ago(60), call: { status: 'ok' } }, 'ended', ['call-answered']],
    ['was answered with an error', { call: { status: 'error' } }, 'failed', ['call-failed']],
    [
      'is waited for',
      { lastAt: ago(9), call: { status: 'pending' }, endsInReply: true },
      'unknown',
      ['quiet', 'call-open'],
    ],
    [
      'was sent to the background and works there',
      { lastAt: ago(1), call: { status: 'ok', finishedAt: ago(30) } },
      'working',
      ['recent-record'],
    ],
    [
      'was sent to the background and came to an end there',
      { lastAt: ago(20), call: { status: 'ok', finishedAt: ago(30) }, endsInReply: true },
      'ended',
      ['last-word'],
    ],
  ])('that %s is judged by that', (_, signs, state, evidence) => {
    const judged = judge(signs);
    expect([judged.state, judged.evidence.map(({ sign }) => sign)]).toEqual([state, evidence]);
  });

  it('is told with the times it rests on, but not with times no calendar holds', () => {
    expect(judge({ lastAt: ago(60), pendingCalls: 3 }).evidence).toEqual([
      { sign: 'quiet', at: '2026-01-02T11:00:00.000Z' },
      { sign: 'open-calls', count: 3 },
    ]);
    expect(judge({ lastAt: 1e300 }).evidence).toEqual([{ sign: 'quiet' }]);
  });
});
