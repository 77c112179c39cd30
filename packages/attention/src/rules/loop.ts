import type { DoneCall } from '../watch/session-watch.ts';
import { defineRule, type Finding, nothing } from './rule.ts';

/** The same call with the same input again and again, or an edit that is made and undone. */
export const loop = defineRule({
  id: 'loop',
  title: 'Goes round in circles',
  severity: 'warning',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 5 * 60_000,
  settings: { sameCalls: 5, undoneEdits: 3, windowCalls: 12 },
  find({ watch, state }, { sameCalls, undoneEdits, windowCalls }) {
    if (state.turnSince === undefined) return nothing;
    const turnSince = Date.parse(state.turnSince);
    const calls = watch.done.filter(({ at }) => at >= turnSince).slice(-windowCalls);
    const found = findSame(calls, sameCalls) ?? findUndone(calls, undoneEdits);
    return found === undefined ? nothing : { findings: [found] };
  },
});

/** Looking at a job that runs is no loop: what it answers changes. */
const polling = new Set(['BashOutput', 'TaskOutput', 'write_stdin', 'wait', 'wait_agent', 'Monitor', 'TodoWrite']);

function findSame(calls: readonly DoneCall[], sameCalls: number): Finding | undefined {
  const groups = new Map<string, DoneCall[]>();
  for (const call of calls) {
    if (polling.has(call.name) || call.summary === '' || isEdit(call)) continue;
    const key = JSON.stringify([call.name, call.summary, call.isError, identityOf(call)]);
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  for (const same of groups.values()) {
    const [first] = same;
    // Running the tests after each edit is work: what lies between must be the same, too.
    if (first === undefined || same.length < sameCalls || hasProgress(calls, same)) continue;
    const details = `${first.name} was called ${same.length} times with the same input: ${first.summary}`;
    return { since: first.at, title: 'Goes round in circles', details, data: { calls: same.length, tool: first.name } };
  }
  return undefined;
}

/** An edit that went well changes something, and two of one file are not the same. */
const isEdit = ({ kind, isError }: DoneCall) => !isError && (kind === 'edit' || kind === 'write');

/** A command is all of its input in one line; of a file, parts may be read: then what came out tells them apart. */
const identityOf = ({ kind, outputBytes }: DoneCall) => (kind === 'shell' ? 0 : outputBytes);

function hasProgress(calls: readonly DoneCall[], [first]: readonly DoneCall[]): boolean {
  return calls.some((call) => isEdit(call) && first !== undefined && call.at > first.at);
}

function findUndone(calls: readonly DoneCall[], undoneEdits: number): Finding | undefined {
  const byPath = new Map<string, DoneCall[]>();
  for (const call of calls) {
    if (call.path === undefined || call.added === undefined || call.isError) continue;
    byPath.set(call.path, [...(byPath.get(call.path) ?? []), call]);
  }
  for (const [path, edits] of byPath) {
    const undone = edits.filter((edit, index) => isUndone(edits[index - 1], edit));
    const [first] = undone;
    if (first === undefined || undone.length < undoneEdits) continue;
    const details = `${path} is changed back and forth: ${undone.length} edits undid the one before.`;
    return { key: 'undo', since: first.at, title: 'Goes round in circles', details, data: { undone: undone.length } };
  }
  return undefined;
}

/** Takes out as many lines as were put in, and the other way round. */
function isUndone(before: DoneCall | undefined, edit: DoneCall): boolean {
  if (before === undefined || (edit.added === edit.removed && edit.added === 0)) return false;
  return before.added === edit.removed && before.removed === edit.added;
}
