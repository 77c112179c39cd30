import { describe, expect, it } from 'vitest';
import { firstDayOfLast } from './days.ts';
import type { ReportFlags } from './report-flags.ts';
import type { ReportKind, Schema } from './report-request.ts';
import { resolveRequest } from './resolve-request.ts';

const nowMs = Date.UTC(2026, 10, 22, 1, 30);
const resolve = (flags: ReportFlags, kind: ReportKind = 'daily', schema: Schema = 'belfry', focus?: string) =>
  resolveRequest(flags, { kind, schema, nowMs, ...(focus === undefined ? {} : { focus }) });
const refused = (flags: ReportFlags, kind?: ReportKind) => {
  try {
    resolve(flags, kind);
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
  throw new Error('was not refused');
};

describe('a range', () => {
  it('is written either way ccusage writes it', () => {
    expect(resolve({ since: '20261103', until: '2026-11-04' })).toMatchObject({ from: '2026-11-03', to: '2026-11-04' });
  });

  it.each([
    { since: '20261301' },
    { since: '2026-02-30' },
    { until: 'yesterday' },
    { since: '2026-11' },
    { since: '2026-1103' },
  ])('that is no day is refused: %o', (flags) => {
    expect(refused(flags)).toMatchObject({ code: 'BELFRY_USAGE', hint: 'Write it as 2026-11-03 or 20261103.' });
  });

  it('that ends before it begins is refused', () => {
    expect(refused({ since: '2026-02-02', until: '2026-01-01' }).message).toContain('ends before it');
  });

  it('of the latest periods holds the current one, as the zone sees it', () => {
    expect(resolve({ last: '1', timezone: 'UTC' }).from).toBe('2026-11-22');
    expect(resolve({ last: '1', timezone: 'America/New_York' }).from).toBe('2026-11-21');
    expect(resolve({ last: '2', timezone: 'UTC' }, 'weekly').from).toBe('2026-11-09');
    expect(resolve({ last: '2', timezone: 'UTC', startOfWeek: 'sunday' }, 'weekly').from).toBe('2026-11-15');
    expect(firstDayOfLast('monthly', 3, '2026-01-31', 1)).toBe('2025-11-01');
  });

  it('of the latest periods cannot be told for several reports', () => {
    expect(refused({ last: '2', sections: 'daily' }).code).toBe('BELFRY_USAGE');
  });

  it('of recent blocks begins three days ago', () => {
    expect(resolve({ recent: true, timezone: 'UTC' }, 'blocks').from).toBe('2026-11-19');
  });
});

describe('a zone', () => {
  it('is this machine’s unless told', () => {
    const local = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const timezone of [undefined, 'local', '']) {
      expect(resolve(timezone === undefined ? {} : { timezone }).timezone).toBe(local);
    }
    expect(resolve({ timezone: 'Asia/Tokyo' }).timezone).toBe('Asia/Tokyo');
  });

  it('that is none is refused', () => expect(refused({ timezone: 'Foo/Bar' }).code).toBe('BELFRY_USAGE'));
});

describe('a request', () => {
  it('rests on prices in belfry’s shape, and on what agents say first in ccusage’s', () => {
    expect(resolve({}).costMode).toBe('calculate');
    expect(resolve({ schema: 'ccusage17' }).costMode).toBe('auto');
    expect(resolve({ mode: 'display' }).costMode).toBe('display');
  });

  it('in the shape of ccusage 17 is about the one agent it knew', () => {
    expect(resolve({ schema: 'ccusage17' }).agents).toEqual(['claude']);
    expect(resolve({ schema: 'ccusage17', agent: ['codex'] }).agents).toEqual(['codex']);
    expect(resolve({}, 'daily', 'ccusage20', 'codex').agents).toEqual(['codex']);
    expect(resolve({}).agents).toBeUndefined();
  });

  it('for jq is one for JSON', () => expect(resolve({ jq: '.' })).toMatchObject({ isJson: true, jq: '.' }));

  it.each([
    ['--last', { last: '0' }],
    ['--last', { last: 'x' }],
    ['--last', { last: '1.5' }],
    ['--sections', { sections: 'daily,foo' }],
    ['--session-length', { sessionLength: '0' }],
    ['--session-length', { sessionLength: '5.1' }],
    ['--token-limit', { tokenLimit: 'much' }],
    ['--refresh-interval', { refreshInterval: '-1' }],
    ['--project-aliases', { projectAliases: 'shop' }],
    ['--locale', { locale: 'no such' }],
  ])('with a bad %s is refused, and says which', (flag, flags) => {
    const { code, message, hint } = refused(flags);
    expect(code).toBe('BELFRY_USAGE');
    expect(message).toContain(flag);
    expect(hint.length).toBeGreaterThan(5);
  });

  it('reads names and limits', () => {
    expect(resolve({ sections: 'daily,session,daily' }).sections).toEqual(['daily', 'session']);
    expect([...resolve({ projectAliases: 'shop=Web shop, api = Backend' }).projectAliases]).toEqual([
      ['shop', 'Web shop'],
      ['api', 'Backend'],
    ]);
    const { blocks } = resolve({ tokenLimit: 'max', sessionLength: '2.5', refreshInterval: '3' }, 'blocks');
    expect(blocks).toMatchObject({ tokenLimit: 'max', sessionHours: 2.5, refreshMs: 3000 });
  });
});
