import { existsSync, statSync } from 'node:fs';
import { formatTimeline, type ReplayOptions, replay, rules, type TimelineEntry } from '@belfry/attention';
import { BelfryError } from '@belfry/core';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { findUnshown } from './expected-phases.ts';
import { findRecordings, readExpected } from './find-recordings.ts';
import { readScenario } from './scenario.ts';
import { readTranscript } from './transcript-happenings.ts';

export interface ReplayFlags {
  json?: boolean;
  /** Rules to switch on; all others are off. */
  rule?: string[];
  /** Minutes to go on after the end. */
  after?: number;
}

/**
 * Prints what belfry would have believed and rung for while a session went on, as fast as it can be read. Recordings that
 * say what they are to show are compared with it: exit 1 when one does not.
 */
export function runReplay(path: string, flags: ReplayFlags): void {
  const options = toOptions(flags);
  if (!existsSync(path)) {
    throw new BelfryError('BELFRY_NOT_FOUND', `There is no ${path}.`, {
      hint: 'Give a transcript, or a directory of recordings (events.jsonl and transcript.jsonl).',
    });
  }
  if (statSync(path).isDirectory()) replayRecordings(path, options, flags.json === true);
  else replayTranscript(path, options, flags.json === true);
}

function toOptions({ rule = [], after = 0 }: ReplayFlags): ReplayOptions {
  const unknown = rule.find((id) => !rules.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new BelfryError('BELFRY_USAGE', `There is no rule ${unknown}.`, {
      hint: `Rules are ${rules.map(({ id }) => id).join(', ')}.`,
    });
  }
  const chosen = rule.length === 0 ? [] : rules.map(({ id }) => [id, { isOn: rule.includes(id) }] as const);
  return { rules: Object.fromEntries(chosen), afterMs: after * 60_000 };
}

function replayTranscript(path: string, options: ReplayOptions, isJson: boolean): void {
  const timeline = replay(readTranscript(path), options);
  if (isJson) writeJson(timeline.map(toPlain));
  else if (timeline.length === 0) say(`Nothing in ${path} tells what a session does.`);
  else print(timeline);
}

function replayRecordings(path: string, options: ReplayOptions, isJson: boolean): void {
  const recordings = findRecordings(path).map((recording) => {
    const { happenings, events, withoutText } = readScenario(recording);
    const timeline = replay(happenings, options);
    const expected = readExpected(recording);
    const unshown = expected === undefined ? undefined : findUnshown(expected, timeline, events);
    return { recording, timeline, unshown, withoutText };
  });
  if (recordings.length === 0) {
    throw new BelfryError('BELFRY_NOT_FOUND', `There is no recording in ${path}.`, {
      hint: 'A recording holds events.jsonl and transcript.jsonl; or give a transcript.',
    });
  }
  if (isJson) writeJson(recordings.map((one) => ({ ...one, timeline: one.timeline.map(toPlain) })));
  for (const { recording, timeline, unshown = [], withoutText } of recordings) {
    if (!isJson) {
      if (recordings.length > 1) answer(`${recording}:`);
      print(timeline);
    }
    for (const session of withoutText) say(`${session}: the recording has only the sizes of its transcript.`);
    for (const phase of unshown) say(`${recording}: ${phase}`);
  }
  const compared = recordings.filter(({ unshown }) => unshown !== undefined);
  const shown = compared.filter(({ unshown }) => unshown?.length === 0);
  if (compared.length > 0) say(`${shown.length} of ${compared.length} show all they are to show.`);
  if (shown.length < compared.length) process.exitCode = 1;
}

function print(timeline: readonly TimelineEntry[]): void {
  for (const line of formatTimeline(timeline).trimEnd().split('\n')) answer(line);
}

const toPlain = ({ at, ...entry }: TimelineEntry) => ({ at: new Date(at).toISOString(), ...entry });
