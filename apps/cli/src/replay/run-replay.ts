import { existsSync, statSync } from 'node:fs';
import { formatTimeline, type Happening, replay, rules } from '@belfry/attention';
import { BelfryError } from '@belfry/core';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { isScenario, readScenario } from './scenario.ts';
import { readTranscript } from './transcript-happenings.ts';

export interface ReplayFlags {
  json?: boolean;
  /** Rules to switch on, or all. */
  rule?: string[];
  /** Minutes to go on after the end. */
  after?: number;
}

/** Prints what belfry would have believed and rung for while a session went on, as fast as it can be read. */
export function runReplay(path: string, { json, rule = [], after = 0 }: ReplayFlags): void {
  const unknown = rule.find((id) => !rules.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw new BelfryError('BELFRY_USAGE', `There is no rule ${unknown}.`, {
      hint: `Rules are ${rules.map(({ id }) => id).join(', ')}.`,
    });
  }
  const { happenings, withoutText } = readHappenings(path);
  const switched = Object.fromEntries(
    rule.length === 0 ? [] : rules.map(({ id }) => [id, { isOn: rule.includes(id) }] as const),
  );
  const timeline = replay(happenings, { rules: switched, afterMs: after * 60_000 });
  if (json) {
    writeJson(timeline.map(({ at, ...entry }) => ({ at: new Date(at).toISOString(), ...entry })));
    return;
  }
  if (timeline.length === 0) say(`Nothing in ${path} tells what a session does.`);
  else for (const line of formatTimeline(timeline).trimEnd().split('\n')) answer(line);
  for (const session of withoutText) say(`${session}: the recording has only the sizes of its transcript.`);
}

function readHappenings(path: string): { happenings: Happening[]; withoutText: string[] } {
  if (!existsSync(path)) {
    throw new BelfryError('BELFRY_NOT_FOUND', `There is no ${path}.`, {
      hint: 'Give a transcript, or a directory with events.jsonl and transcript.jsonl.',
    });
  }
  if (isScenario(path)) return readScenario(path);
  if (statSync(path).isDirectory()) {
    throw new BelfryError('BELFRY_NOT_FOUND', `${path} is no recording.`, {
      hint: 'A recording holds events.jsonl and transcript.jsonl; or give a transcript.',
    });
  }
  return { happenings: readTranscript(path), withoutText: [] };
}
