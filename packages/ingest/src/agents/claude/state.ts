import type { SourceStart } from '../../agent.ts';
import { type ClaudePlace, placeOf, sessionOf } from './paths.ts';

/** What has been said about a session already, so that a patch is sent only when something new is learned. */
export interface Known {
  cwd?: string;
  branch?: string;
  entrypoint?: string;
  mode?: string;
  versions: readonly string[];
  models: readonly string[];
  custom?: string;
  ai?: string;
  /** A first prompt was given as title. */
  prompted?: true;
  /** A parent was named. */
  parent?: true;
  /** Its team was named. */
  team?: true;
}

/** A Task or Agent call that has no answer yet. */
export interface OpenTask {
  session: string;
  callId: string;
  /** Hash of its prompt: how a sidechain inside the main file is recognised as its run. */
  prompt: number;
  agentType?: string;
  description?: string;
}

/** A subagent whose records stand inside the main file. */
export interface Side {
  id: number;
  session: string;
  known: Known;
}

/** A prompt put into the queue while the agent worked, not yet seen as a record of the conversation. */
export interface Queued {
  hash: number;
  offset: number;
  length: number;
  at?: number;
  preview: string;
  /** Written by the agent, not typed. */
  wrapped?: boolean;
}

/** Parser state of one source: plain JSON, lists bounded by `kept`. */
export interface ClaudeState {
  place: ClaudePlace;
  /** Native id of the session the source's records belong to, once known. */
  session?: string;
  /** `uuid` of the first record of the chain: the scope of message ids that come without a request id. */
  chain?: string;
  /** Earliest time of a queue operation before the first record of the chain: older records are copies. */
  begunAt?: number;
  known: Known;
  /** Prompts as [hash of parent, hash of uuid, offset], to notice a rewind. */
  prompts: readonly (readonly [parent: number, uuid: number, offset: number])[];
  /** Latest records of replies as [uuid, offset of the message's first record]. */
  replies: readonly (readonly [uuid: string, offset: number])[];
  /** Message key and offset of the reply being written. */
  reply?: readonly [key: string, offset: number];
  tasks: readonly OpenTask[];
  /** Subagents already linked through progress records. */
  agents: readonly string[];
  sides: readonly Side[];
  /** Records of sidechains as [hash of uuid, id of the side]. */
  sideLinks: readonly (readonly [uuid: number, side: number])[];
  queue: readonly Queued[];
  /** The agent's version writes attachments: a queued prompt will come as one. */
  attaches?: true;
}

/** Longest lists kept in the state. Older entries are forgotten: the worst that follows is a link not made. */
export const kept = { prompts: 120, replies: 12, tasks: 64, agents: 200, sides: 32, sideLinks: 200, queue: 32 };

/** The last `limit` entries of a list with one more. */
export function keep<T>(list: readonly T[], entry: T, limit: number): readonly T[] {
  return list.length < limit ? [...list, entry] : [...list.slice(list.length - limit + 1), entry];
}

export const nothingKnown: Known = { versions: [], models: [] };

export function beginClaude(source: SourceStart): ClaudeState {
  const place = placeOf(source.path) ?? { file: 'main', fallback: source.path };
  return begin(place, sessionOf(place));
}

/** State at the start of a source, or of the next session in a file that holds several. */
export function begin(place: ClaudePlace, session: string | undefined): ClaudeState {
  return {
    place,
    ...(session === undefined ? {} : { session }),
    known: nothingKnown,
    prompts: [],
    replies: [],
    tasks: [],
    agents: [],
    sides: [],
    sideLinks: [],
    queue: [],
  };
}
