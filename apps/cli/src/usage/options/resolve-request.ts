import { BelfryError } from '@belfry/core';
import { addDays, dayIn, firstDayOfLast, parseDay, parseZone } from './days.ts';
import type { ReportFlags } from './report-flags.ts';
import {
  type BlocksRequest,
  type CostMode,
  type ReportKind,
  type ReportRequest,
  type Schema,
  type SectionKind,
  sectionKinds,
  weekdays,
} from './report-request.ts';

export interface RequestDefaults {
  kind: ReportKind;
  schema: Schema;
  /** `ccusage claude daily`: one agent, in the shape ccusage gives it. */
  focus?: string;
  nowMs: number;
}

/** Days that `blocks --recent` looks back. */
const recentDays = 3;

/**
 * What the command line asks for.
 * @throws BELFRY_USAGE for a day, zone, count or section that is none, and a reversed range
 */
export function resolveRequest(flags: ReportFlags, defaults: RequestDefaults): ReportRequest {
  const { kind, nowMs, focus } = defaults;
  const schema = flags.schema ?? defaults.schema;
  const timezone = parseZone(flags.timezone);
  const weekStart = flags.startOfWeek ?? 'monday';
  const sections = flags.sections === undefined ? undefined : parseSections(flags.sections, kind);
  const last = flags.last === undefined ? undefined : parseCount(flags.last, '--last');
  if (last !== undefined && sections !== undefined) {
    throw new BelfryError('BELFRY_USAGE', '--last cannot be combined with --sections.', {
      hint: 'Use --since for several reports.',
    });
  }
  const today = () => dayIn(timezone, nowMs);
  const blocks = toBlocks(flags);
  const from =
    flags.since !== undefined
      ? parseDay(flags.since, '--since')
      : last !== undefined && (kind === 'daily' || kind === 'weekly' || kind === 'monthly')
        ? firstDayOfLast(kind, last, today(), weekdays.indexOf(weekStart))
        : blocks.recentOnly
          ? addDays(today(), -recentDays)
          : undefined;
  const to = flags.until === undefined ? undefined : parseDay(flags.until, '--until');
  if (from !== undefined && to !== undefined && from > to) {
    throw new BelfryError('BELFRY_USAGE', `The range begins on ${from} and ends before it, on ${to}.`, {
      hint: 'Swap --since and --until.',
    });
  }
  // ccusage 17 knew no other agent.
  const agents = focus !== undefined ? [focus] : (flags.agent ?? (schema === 'ccusage17' ? ['claude'] : undefined));
  return {
    kind,
    schema,
    timezone,
    weekStart,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(last === undefined ? {} : { last }),
    ...(sections === undefined ? {} : { sections }),
    ...(focus === undefined ? {} : { focus }),
    ...(agents === undefined ? {} : { agents }),
    ...(flags.project === undefined ? {} : { projects: flags.project }),
    ...(flags.jq === undefined ? {} : { jq: flags.jq }),
    ...(typeof flags.locale === 'string' ? { locale: parseLocale(flags.locale) } : {}),
    ...(flags.id === undefined ? {} : { sessionId: flags.id }),
    isJson: flags.json === true || flags.jq !== undefined,
    isCompact: flags.compact === true,
    showsCost: flags.cost !== false,
    costMode: flags.mode ?? toDefaultMode(schema),
    order: flags.order ?? 'asc',
    breakdown: flags.breakdown === true,
    byAgent: flags.byAgent === true,
    instances: flags.instances === true,
    projectAliases: parseAliases(flags.projectAliases),
    debug: flags.debug === true,
    debugSamples: typeof flags.debugSamples === 'string' ? parseCount(flags.debugSamples, '--debug-samples') : 5,
    blocks,
  };
}

/** belfry never mixes what agents say with what prices say; ccusage prefers what they say. */
function toDefaultMode(schema: Schema): CostMode {
  return schema === 'belfry' ? 'calculate' : 'auto';
}

function toBlocks(flags: ReportFlags): BlocksRequest {
  const { tokenLimit } = flags;
  return {
    activeOnly: flags.active === true,
    recentOnly: flags.recent === true,
    live: flags.live === true,
    official: flags.official === true,
    sessionHours: parseHours(flags.sessionLength),
    refreshMs:
      1000 * (typeof flags.refreshInterval === 'string' ? parseCount(flags.refreshInterval, '--refresh-interval') : 1),
    ...(tokenLimit === undefined
      ? {}
      : { tokenLimit: tokenLimit === 'max' ? 'max' : parseCount(tokenLimit, '--token-limit') }),
  };
}

function parseSections(text: string, kind: ReportKind): SectionKind[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !sectionKinds.some((section) => section === name));
  if (unknown === undefined && kind !== 'blocks') return [...new Set(names as SectionKind[])];
  throw new BelfryError('BELFRY_USAGE', `--sections "${text}" names no report with "${unknown}".`, {
    hint: `Name one or more of ${sectionKinds.join(', ')}, separated by commas.`,
  });
}

function parseCount(text: string, flag: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text.trim()) && Number.isSafeInteger(count) && count >= 1) return count;
  throw new BelfryError('BELFRY_USAGE', `${flag} "${text}" is not a whole number of 1 or more.`, {
    hint: `For example ${flag} 7.`,
  });
}

/** Reports keep sums by quarter of an hour. */
function parseHours(text: string | true | undefined): number {
  if (text === undefined || text === true) return 5;
  const hours = Number(text);
  if (text.trim() !== '' && hours >= 0.25 && hours <= 168 && Number.isInteger(hours * 4)) return hours;
  throw new BelfryError('BELFRY_USAGE', `--session-length "${text}" is not a length in hours.`, {
    hint: 'Give 0.25 to 168, in steps of a quarter.',
  });
}

function parseLocale(text: string): string {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? 'en-CA';
  } catch (cause) {
    throw new BelfryError('BELFRY_USAGE', `--locale "${text}" is no language tag.`, {
      cause,
      hint: 'For example de-DE.',
    });
  }
}

function parseAliases(text: string | undefined): ReadonlyMap<string, string> {
  const pairs = (text ?? '').split(',').filter((pair) => pair.trim() !== '');
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const alias = pair.slice(at + 1).trim();
      if (at > 0 && name !== '' && alias !== '') return [name, alias];
      throw new BelfryError('BELFRY_USAGE', `--project-aliases does not understand "${pair}".`, {
        hint: 'Write name=shown name, separated by commas.',
      });
    }),
  );
}
