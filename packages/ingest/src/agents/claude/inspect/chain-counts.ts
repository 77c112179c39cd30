import { type RawObject, text } from '../../raw-fields.ts';
import { createTally } from './tally.ts';

/** Counts over the envelopes of all records. */
export function createChainCounts() {
  const types = createTally();
  const versions = new Set<string>();
  const sessions = new Set<string>();
  const uuids = new Set<string>();
  const parents: string[] = [];
  let records = 0;
  let duplicateUuids = 0;
  let sidechainRecords = 0;
  let first: string | undefined;
  let last: string | undefined;

  function addTime(at: string): void {
    if (first === undefined || at < first) first = at;
    if (last === undefined || at > last) last = at;
  }

  return {
    add(value: RawObject): void {
      records++;
      types.add(text(value, 'type') ?? 'null');
      const uuid = text(value, 'uuid');
      if (uuid !== undefined && uuids.has(uuid)) duplicateUuids++;
      if (uuid !== undefined) uuids.add(uuid);
      const parent = text(value, 'parentUuid');
      if (parent !== undefined) parents.push(parent);
      if (value.isSidechain === true) sidechainRecords++;
      const version = text(value, 'version');
      if (version !== undefined) versions.add(version);
      const session = text(value, 'sessionId');
      if (session !== undefined) sessions.add(session);
      const at = text(value, 'timestamp');
      if (at !== undefined) addTime(at);
    },
    report() {
      return {
        records,
        types: types.sorted(),
        userRecords: types.of('user'),
        assistantRecords: types.of('assistant'),
        versions: [...versions].sort(),
        sessionIds: [...sessions].sort(),
        firstTs: first ?? null,
        lastTs: last ?? null,
        duplicateUuids,
        danglingParents: parents.filter((parent) => !uuids.has(parent)).length,
        sidechainRecords,
      };
    },
  };
}
