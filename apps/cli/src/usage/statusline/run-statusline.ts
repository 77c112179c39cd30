import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { BelfryError } from '@belfry/core';
import { isProcessAlive } from '@belfry/core/node';
import { statusSpool } from '../../hooks/spool-places.ts';
import { wantsColor } from '../../output/color.ts';
import { writeJson } from '../../output/write-json.ts';
import { withCcusageConfig } from '../ccusage-config.ts';
import { parseZone } from '../options/days.ts';
import { readUsageContext } from '../read-usage-context.ts';
import type { UsageContext } from '../usage-context.ts';
import { toClientScript } from './client-script.ts';
import { toDollars } from './fixed.ts';
import { installClient } from './install-client.ts';
import { keptFile } from './kept-file.ts';
import { type KeptNumbers, parseKeptLine } from './kept-numbers.ts';
import { parsePayload, type StatuslinePayload } from './payload.ts';
import { readArchiveNumbers } from './read-archive-numbers.ts';
import type { StatuslineFlags } from './statusline-flags.ts';
import { toStatusline } from './statusline-line.ts';
import type { StatuslineStyle } from './statusline-style.ts';

/** One line from what Claude Code says and what belfry knows already; never begins to read anything. */
export async function runStatusline(given: StatuslineFlags): Promise<void> {
  const flags = withCcusageConfig(given, 'statusline');
  const context = await readUsageContext();
  const isInstall = flags.installClient !== undefined || flags.printClient === true;
  const style = toStyle(flags, isInstall);
  if (isInstall) {
    checkClientFlags(flags);
    const script = toClientScript({ keptFile: keptFile(context.paths), spool: statusSpool(context.paths) }, style);
    if (flags.installClient === undefined) process.stdout.write(script);
    else installClient(context.paths, script, flags.installClient === true ? undefined : flags.installClient);
    return;
  }
  const payload = parsePayload(await text(process.stdin));
  if (payload === undefined) {
    throw new BelfryError('BELFRY_SOURCE_UNREADABLE', 'Standard input is not what Claude Code tells its status line.', {
      hint: 'It is a JSON object with a session_id.',
    });
  }
  const numbers = readNumbers(context, payload, flags);
  if (flags.json) return writeJson({ ...payload, ...numbers });
  const { kept, session, note } = numbers;
  process.stdout.write(
    `${toStatusline(payload, kept, { style, ...(session === undefined ? {} : { session }), ...(note === undefined ? {} : { note }) })}\n`,
  );
}

interface Numbers {
  kept?: KeptNumbers;
  session?: string;
  note?: string;
}

/** From the daemon's file while it lives; else as the archive has them, with a word that nobody follows the files. */
function readNumbers(context: UsageContext, payload: StatuslinePayload, flags: StatuslineFlags): Numbers {
  const { costSource = 'auto' } = flags;
  const needsSession = costSource === 'ccusage' || costSource === 'both' || payload.cost === undefined;
  const kept = readKept(context);
  if (kept !== undefined && !needsSession && flags.timezone === undefined) return { kept };
  const query = { sessionId: payload.sessionId, timezone: parseZone(flags.timezone), nowMs: Date.now() };
  const found = readArchiveNumbers(context, query);
  const note = kept === undefined ? { note: 'belfry is not running' } : {};
  if (found === undefined) return note;
  return {
    ...note,
    kept: found.kept,
    ...(needsSession ? { session: toSession(costSource, payload, found.session) } : {}),
  };
}

function readKept({ paths }: UsageContext): KeptNumbers | undefined {
  try {
    const kept = parseKeptLine(readFileSync(keptFile(paths), 'utf8'));
    return kept !== undefined && isProcessAlive(kept.pid) ? kept : undefined;
  } catch {
    // No client was ever installed, or no daemon ran since.
    return undefined;
  }
}

function toSession(
  source: NonNullable<StatuslineFlags['costSource']>,
  { cost }: StatuslinePayload,
  counted = '$?',
): string {
  if (source === 'both') return `(${toDollars(cost ?? 0)} cc / ${counted} counted) session`;
  return `${counted} session`;
}

function toStyle(flags: StatuslineFlags, isInstall: boolean): StatuslineStyle {
  // Claude Code shows colours, though what it reads is no terminal.
  const color = flags.color ?? (isInstall || wantsColor({ isTTY: true }, process.env));
  return {
    burnRate: flags.visualBurnRate ?? 'off',
    low: toPercent(flags.contextLowThreshold, '--context-low-threshold', 50),
    medium: toPercent(flags.contextMediumThreshold, '--context-medium-threshold', 80),
    color,
  };
}

function toPercent(text: string | true | undefined, flag: string, otherwise: number): number {
  if (text === undefined || text === true) return otherwise;
  const percent = Number(text);
  if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new BelfryError('BELFRY_USAGE', `${flag} "${text}" is not a percentage.`, { hint: 'Give 0 to 100.' });
}

function checkClientFlags({ costSource, timezone }: StatuslineFlags): void {
  const needsArchive = costSource === 'ccusage' || costSource === 'both';
  if (!needsArchive && timezone === undefined) return;
  const what = needsArchive ? `--cost-source ${costSource}` : '--timezone';
  throw new BelfryError('BELFRY_USAGE', `The client without Node cannot do ${what}.`, {
    hint: 'Leave it out, or use belfry usage statusline itself as the status line.',
  });
}
