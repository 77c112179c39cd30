import type { SessionPatch } from '@belfry/core';
import { count, name, object, type RawObject, timeMs } from '../raw-fields.ts';
import { isInherited, noteTurn } from './fork.ts';
import { type Reading, saySession } from './reading.ts';
import type { CodexState, LeftTurn } from './state.ts';

/** How many turns back a rollback can be followed. */
const rememberedTurns = 256;
/** How many turns that were left for another one can be taken up again. */
const rememberedLeft = 8;

/** `task_started` and `turn_started`: a turn begins. */
export function parseTurnStarted(reading: Reading, payload: RawObject, ordinal: number | undefined): void {
  const { state } = reading;
  beginTurn(reading, name(payload, 'turn_id'), timeMs(payload, 'started_at'), ordinal, 'start');
  state.turnAt = reading.span.offset;
  state.worked = false;
  const window = count(payload, 'model_context_window');
  if (window !== undefined && window > 0 && window !== state.window) {
    state.window = window;
    saySession(reading, { contextWindow: window });
  }
}

/** `turn_context`: what the turn runs with. Repeated for each turn, at times for each request. */
export function parseTurnContext(reading: Reading, payload: RawObject, ordinal: number | undefined): void {
  const { state } = reading;
  const turn = name(payload, 'turn_id');
  if (turn !== undefined && turn !== state.turn) beginTurn(reading, turn, undefined, ordinal, 'context');
  sayRunsWith(reading, payload);
}

/** Model, directory and permissions, said once until they change. */
export function sayRunsWith(reading: Reading, payload: RawObject): void {
  const { state } = reading;
  const patch: SessionPatch = {};
  const model = name(payload, 'model');
  if (model !== undefined && model !== state.model) {
    state.model = model;
    patch.model = model;
  }
  const cwd = name(payload, 'cwd');
  if (cwd !== undefined && cwd !== state.cwd) {
    state.cwd = cwd;
    patch.cwd = cwd;
  }
  const mode = permissionMode(payload);
  if (mode !== undefined && mode !== state.mode) {
    state.mode = mode;
    patch.permissionMode = mode;
  }
  const tier = name(payload, 'service_tier');
  if (tier !== undefined) state.tier = tier;
  if (Object.keys(patch).length > 0) saySession(reading, patch);
}

/** `<approval policy>/<sandbox>`, e.g. `on-request/workspace-write`; records that tell only one of them tell no mode. */
function permissionMode(payload: RawObject): string | undefined {
  const approval = name(payload, 'approval_policy');
  const policy = object(payload, 'sandbox_policy');
  const sandbox = name(policy, 'type') ?? name(policy, 'mode') ?? name(payload, 'sandbox_policy');
  return approval === undefined || sandbox === undefined ? undefined : `${approval}/${sandbox}`;
}

function beginTurn(
  reading: Reading,
  turn: string | undefined,
  startedAtMs: number | undefined,
  ordinal: number | undefined,
  by: 'start' | 'context',
): void {
  const { state } = reading;
  noteTurn(state, turn, startedAtMs);
  reading.inherited = isInherited(state, ordinal);
  state.replyOpen = false;
  state.twins = [];
  if (turn === undefined) return;
  if (turn !== state.turn) takeUp(state, turn, by);
  else if (by === 'start') delete state.awaitsStart;
}

function takeUp(state: CodexState, turn: string, by: 'start' | 'context'): void {
  const { left = [] } = state;
  const [, counted = 0, awaitedStart] = left.find(([id]) => id === turn) ?? [turn, 0, true];
  const others = left.filter(([id]) => id !== turn && id !== state.turn);
  if (state.turn !== '') {
    const leaving: LeftTurn = state.awaitsStart ? [state.turn, state.inTurn, true] : [state.turn, state.inTurn];
    state.left = [...others, leaving].slice(-rememberedLeft);
  }
  state.turn = turn;
  // A turn that starts a second time is a copy of the first: its records get the same keys.
  state.inTurn = by === 'start' && !awaitedStart ? 0 : counted;
  if (by === 'context' && awaitedStart) state.awaitsStart = true;
  else delete state.awaitsStart;
}

/** A prompt opens what a rollback counts as one turn: from the turn's first record, or from the prompt itself. */
export function openUserTurn(reading: Reading): void {
  const { state } = reading;
  const start = state.turnAt ?? reading.span.offset;
  delete state.turnAt;
  state.turnStarts = [...state.turnStarts, start].slice(-rememberedTurns);
}

/** `thread_rolled_back`: the last turns stay in the file but left the conversation. */
export function parseRolledBack(reading: Reading, payload: RawObject): void {
  const { state } = reading;
  const turns = count(payload, 'num_turns') ?? 0;
  const kept = Math.max(0, state.turnStarts.length - turns);
  const from = state.turnStarts[kept];
  if (turns === 0 || from === undefined) return;
  state.turnStarts = state.turnStarts.slice(0, kept);
  delete state.turnAt;
  state.replyOpen = false;
  const { offset } = reading.span;
  reading.facts.push({ type: 'abandon', session: state.session, span: reading.span, from, to: offset });
}
