import type { Parsed, RawRecord } from '../../agent.ts';
import { clean, isObject, name, object, type RawObject } from '../raw-fields.ts';
import { isHeaderType } from './known-kinds.ts';
import { parseAssistant } from './parse-assistant.ts';
import { parseHeader } from './parse-header.ts';
import { parseProgress } from './parse-progress.ts';
import { parentFor, parseJournal, parseMeta, parseTitleFile } from './parse-sidecar.ts';
import { parseAttachment, parseSystem } from './parse-system.ts';
import { parseUser } from './parse-user.ts';
import { addRequest } from './request.ts';
import { enterSidechain } from './sidechain.ts';
import { begin, type ClaudeState } from './state.ts';
import { addIssue, addPatch, type Step, toStep } from './step.ts';
import { syntheticModel } from './usage.ts';

/** Reads one record. Pure; takes any JSON object. */
export function parseClaude(state: ClaudeState, record: RawRecord): Parsed<ClaudeState> {
  const { session, next } = locate(state, record);
  const step = toStep(next, record, session);
  read(step);
  return {
    state: step.state,
    facts: step.facts,
    issues: step.issues,
    session: step.session,
    ...(step.at === undefined ? {} : { at: step.at }),
  };
}

/**
 * The session a record belongs to. A name that is a session id wins; else the id in the records does, and a file
 * in which it changes holds one session after the other. Agent files carry their parent's id.
 */
export function locate(state: ClaudeState, record: RawRecord): { session: string; next: ClaudeState } {
  const { place } = state;
  const named = name(record.value, 'sessionId');
  if (place.main !== undefined && state.session !== undefined) return { session: state.session, next: state };
  if (place.file !== 'main') {
    if (state.session !== undefined) return { session: state.session, next: state };
    const session = `${named ?? clean(place.fallback)}/${place.agent ?? place.run ?? 'agent'}`;
    return { session, next: { ...state, session } };
  }
  const session = named;
  if (session === undefined) return { session: state.session ?? clean(place.fallback), next: state };
  if (state.session === session) return { session, next: state };
  return { session, next: state.session === undefined ? { ...state, session } : begin(place, session) };
}

const sidecarReaders = { meta: parseMeta, title: parseTitleFile, journal: parseJournal } as const;

const chainReaders: Readonly<Record<string, (step: Step) => void>> = {
  user: parseUser,
  assistant: parseAssistant,
  system: parseSystem,
  attachment: parseAttachment,
  progress: parseProgress,
};

function read(step: Step): void {
  const { file } = step.state.place;
  if (file === 'meta' || file === 'title' || file === 'journal') {
    sidecarReaders[file](step);
    return;
  }
  const isChained = typeof step.value.uuid === 'string';
  if (isChained && step.state.chain === undefined) beginChain(step);
  if (isChained && step.value.isSidechain === true && file === 'main') enterSidechain(step);
  const type = name(step.value, 'type') ?? '';
  const reader = Object.hasOwn(chainReaders, type) ? chainReaders[type] : undefined;
  if (reader !== undefined) reader(step);
  else if (isHeaderType(type)) parseHeader(step, type);
  else parseUnknown(step, type);
}

function beginChain(step: Step): void {
  step.state = { ...step.state, chain: step.id };
  const { place } = step.state;
  const slash = step.main.lastIndexOf('/');
  if (place.file !== 'agent' || slash < 0) return;
  const parent = parentFor(step.main.slice(0, slash), place.run);
  addPatch(step, { parent: { session: parent, relation: 'subagent' } });
}

/** Kinds of tomorrow, and bare usage lines of the first versions: what reads like a message is kept as one. */
function parseUnknown(step: Step, type: string): void {
  const message = object(step.value, 'message');
  const usage = object(message, 'usage');
  const isBareUsage = type === '' && usage !== undefined;
  if (!isBareUsage) addIssue(step, 'unknown-record', type === '' ? 'none' : type);
  const holdsText = holdsContent(message);
  if (holdsText && message?.role === 'user') parseUser(step);
  else if (holdsText) parseAssistant(step);
  else if (usage !== undefined && name(message, 'model') !== syntheticModel) addRequest(step, message, usage);
}

/** Whether a message of a kind not known has content to show. */
export function holdsContent(message: RawObject | undefined): boolean {
  return typeof message?.content === 'string' || Array.isArray(message?.content) || isObject(message?.content);
}
