import type { MuteBody, MuteList, MuteView } from '@belfry/api/contract';
import { BelfryError } from '@belfry/core';
import { readContext } from '../context.ts';
import { ensureDaemon } from '../daemon/background.ts';
import { formatTime } from '../output/figures.ts';
import { printableLine } from '../output/printable.ts';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { findSessionId } from './find-session.ts';
import { readArchive } from './read-archive.ts';
import { toSpanMs } from './span.ts';

export interface MuteFlags {
  session?: string;
  rule?: string;
  project?: string;
  for?: string;
  remove?: boolean;
  json?: boolean;
}

/** Without flags what is muted; else mutes what has all that is given, or takes that back. */
export async function muteAlerts(flags: MuteFlags): Promise<void> {
  const context = readContext();
  const daemon = await ensureDaemon(context);
  const { session, rule, project } = flags;
  const what: MuteBody = {
    ...(session === undefined
      ? {}
      : { sessionId: await readArchive(context, (archive) => findSessionId(archive, session)) }),
    ...(rule === undefined ? {} : { rule }),
    ...(project === undefined ? {} : { project }),
  };
  const list = async () => (await daemon.request<MuteList>('GET', 'api/v1/mutes')).items;
  if (Object.keys(what).length === 0) {
    if (flags.remove || flags.for !== undefined) {
      throw new BelfryError('BELFRY_USAGE', 'Say what: --session, --rule or --project.');
    }
    const mutes = await list();
    if (flags.json) return writeJson({ items: mutes });
    if (mutes.length === 0) return say('Nothing is muted.');
    for (const mute of mutes) process.stdout.write(`${toMuteLine(mute)}\n`);
    return;
  }
  if (flags.remove) {
    const mute = (await list()).find((one) => isSameMute(one, what));
    if (mute === undefined) throw new BelfryError('BELFRY_NOT_FOUND', 'That is not muted.');
    await daemon.request('DELETE', `api/v1/mutes/${mute.id}`);
    return flags.json ? writeJson({ removed: mute }) : say(`May ring again: ${toMuteLine(mute)}`);
  }
  const until = flags.for === undefined ? {} : { until: new Date(Date.now() + toSpanMs(flags.for)).toISOString() };
  const mute = await daemon.request<MuteView>('POST', 'api/v1/mutes', { ...what, ...until });
  return flags.json ? writeJson(mute) : say(`Muted: ${toMuteLine(mute)}`);
}

function isSameMute(mute: MuteView, { sessionId, rule, project }: MuteBody): boolean {
  return mute.sessionId === sessionId && mute.rule === rule && mute.project === project;
}

function toMuteLine({ sessionId, rule, project, until }: MuteView): string {
  const parts = [
    ...(rule === undefined ? [] : [`rule ${rule}`]),
    ...(project === undefined ? [] : [`project ${project}`]),
    ...(sessionId === undefined ? [] : [`session ${sessionId}`]),
  ];
  return printableLine(`${parts.join(', ')}${until === undefined ? '' : `, to ${formatTime(until)}`}`);
}
