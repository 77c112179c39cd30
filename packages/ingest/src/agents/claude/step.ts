import type { Fact, Issue, MessageRole, MessageVariant, SessionPatch, Span } from '@belfry/core';
import type { RawRecord } from '../../agent.ts';
import { name, object, preview, type RawObject, timeMs } from '../raw-fields.ts';
import type { ClaudeState, Known } from './state.ts';

/** One record on its way through the parser: readers add facts and replace `state`, never change it. */
export interface Step {
  state: ClaudeState;
  readonly value: RawObject;
  readonly span: Span;
  /** The record's own id, or one made of its place. */
  readonly id: string;
  readonly at: number | undefined;
  /** Session of the source, and of this record: a sidechain inside the main file is a session of its own. */
  readonly main: string;
  session: string;
  readonly facts: Fact[];
  readonly issues: Issue[];
}

export function toStep(state: ClaudeState, record: RawRecord, session: string): Step {
  const { value, offset, length } = record;
  return {
    state,
    value,
    span: { offset, length },
    id: name(value, 'uuid') ?? `@${offset}`,
    at: timeMs(value, 'timestamp'),
    main: session,
    session,
    facts: [],
    issues: [],
  };
}

export function addIssue(step: Step, code: Issue['code'], detail: string): void {
  const keys = Object.keys(step.value).slice(0, 12).join(', ');
  step.issues.push({
    code,
    detail: preview(detail).slice(0, 80),
    ...step.span,
    excerpt: preview(`${name(step.value, 'type') ?? 'no type'} { ${keys} }`).slice(0, 120),
  });
}

export interface MessageParts {
  key?: string;
  role: MessageRole;
  variant: MessageVariant;
  preview: string;
  model?: string;
}

export function addMessage(step: Step, parts: MessageParts): void {
  step.facts.push({
    type: 'message',
    session: step.session,
    span: step.span,
    key: parts.key ?? step.id,
    record: step.id,
    role: parts.role,
    variant: parts.variant,
    ...(step.at === undefined ? {} : { at: step.at }),
    ...(parts.model === undefined ? {} : { model: parts.model }),
    preview: parts.preview,
    ...(isInherited(step) ? { inherited: true } : {}),
  });
}

/**
 * Native id of the main session the record itself names as its origin, when that is another one: it was copied
 * by a fork, or by a resume of an old version that left the older id on it.
 */
export function originOf(step: Pick<Step, 'value' | 'main' | 'state'>, value = step.value): string | undefined {
  const named = name(value, 'sessionId');
  const origin = name(object(value, 'forkedFrom'), 'sessionId') ?? name(value, 'requestSessionId');
  if (origin !== undefined && origin !== named) return origin;
  return step.state.place.file === 'main' && named !== step.main ? named : undefined;
}

/** Queue operations and records written at the same moment stand in either order. */
const sameMomentMs = 1000;

export function isInherited(step: Step): boolean {
  if (originOf(step) !== undefined) return true;
  const { begunAt } = step.state;
  return begunAt !== undefined && step.at !== undefined && step.at + sameMomentMs < begunAt;
}

export function addPatch(step: Step, patch: SessionPatch, session = step.session): void {
  step.facts.push({ type: 'session', session, span: step.span, patch });
}

/** What the session of the record is known for. */
export function knownOf(step: Step): Known {
  if (step.session === step.main) return step.state.known;
  return step.state.sides.find((side) => side.session === step.session)?.known ?? step.state.known;
}

export function setKnown(step: Step, known: Known): void {
  const { state } = step;
  if (step.session === step.main) {
    step.state = { ...state, known };
    return;
  }
  const sides = state.sides.map((side) => (side.session === step.session ? { ...side, known } : side));
  step.state = { ...state, sides };
}

/** Fields every record of the chain repeats; only changes become a patch. */
export function learnEnvelope(step: Step): void {
  const { value } = step;
  const known = knownOf(step);
  const cwd = name(value, 'cwd');
  const branch = name(value, 'gitBranch');
  const version = name(value, 'version');
  const entrypoint = name(value, 'entrypoint');
  const mode = name(value, 'permissionMode');
  const patch: SessionPatch = {};
  if (cwd !== undefined && cwd !== known.cwd) patch.cwd = cwd;
  if (branch !== undefined && branch !== known.branch) patch.branch = branch;
  if (version !== undefined && !known.versions.includes(version)) patch.version = version;
  if (entrypoint !== undefined && entrypoint !== known.entrypoint) patch.entrypoint = entrypoint;
  if (mode !== undefined && mode !== known.mode) patch.permissionMode = mode;
  const team = name(value, 'teamName');
  const member = name(value, 'agentName');
  if (team !== undefined && known.team === undefined) {
    patch.team = { name: preview(team), ...(member === undefined ? {} : { member: preview(member) }) };
  }
  const origin = step.session === step.main ? parentOf(step, known) : undefined;
  if (origin !== undefined) patch.parent = origin;
  if (Object.keys(patch).length === 0) return;
  setKnown(step, {
    ...known,
    ...(cwd === undefined ? {} : { cwd }),
    ...(branch === undefined ? {} : { branch }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(mode === undefined ? {} : { mode }),
    ...(patch.version === undefined ? {} : { versions: [...known.versions, version ?? ''] }),
    ...(origin === undefined ? {} : { parent: true }),
    ...(patch.team === undefined ? {} : { team: true }),
  });
  addPatch(step, patch);
}

function parentOf(step: Step, known: Known): SessionPatch['parent'] {
  if (known.parent || step.state.place.file !== 'main') return undefined;
  const origin = originOf(step);
  if (origin === undefined || origin === step.main) return undefined;
  return { session: origin, relation: origin === name(step.value, 'sessionId') ? 'continuation' : 'fork' };
}

export function learnModel(step: Step, model: string): void {
  const known = knownOf(step);
  if (known.models.includes(model)) return;
  setKnown(step, { ...known, models: [...known.models, model] });
  addPatch(step, { model });
}

/** The first prompt titles a session that gets no better name. */
export function learnPrompt(step: Step, text: string): void {
  const known = knownOf(step);
  if (known.prompted || text === '') return;
  setKnown(step, { ...known, prompted: true });
  addPatch(step, { title: { source: 'prompt', text } });
}
