import type { SourceStart } from '../../agent.ts';
import { revisionFromPath, sessionFromPath } from './paths.ts';
import type { TokenState } from './tokens.ts';

/** Where a copied history stands: `possible` until the records show whether there is one. */
type CopyPhase = 'none' | 'possible' | 'copied' | 'over';

/** What the parser carries from record to record. Plain JSON; never changed in place. */
export interface CodexState {
  file: 'rollout' | 'document' | 'index' | 'history';
  session: string;
  /** Of a file that goes on with its thread after a rollback: its own id. */
  revision?: string;
  /** The file's own first line was read; later ones are copied from ancestors. */
  named: boolean;
  /** Records read so far, and messages or events among them. */
  records: number;
  items: number;
  /** Last record time, text as written, and how many records in a row had it. */
  at?: number;
  stamp: string;
  sameStamp: number;
  turn: string;
  inTurn: number;
  /** The turn is known by its context alone: its start, when it comes, is not a second one. */
  awaitsStart?: true;
  /** Turns left for another one, latest last, and how far each was counted: a review may stand inside a turn. */
  left?: LeftTurn[];
  /** Offset of the record that opened the turn until a prompt claims it. */
  turnAt?: number;
  /** The agent has answered or acted in this turn. */
  worked: boolean;
  /** Between the two marks of review mode. */
  review: boolean;
  /** A prompt of this session, not a copied one, has named it. */
  titled: boolean;
  /** Offsets where the turns begin that a rollback can take back. */
  turnStarts: number[];
  model?: string;
  tier?: string;
  /** What the last session patch said, to say it once. */
  cwd?: string;
  mode?: string;
  window?: number;
  /** Key of the reply that gathers the model's items, and whether more may join it. */
  reply: string;
  replyOpen: boolean;
  twins: Twin[];
  /** Calls whose result needs something of the call. */
  spawns: string[];
  patches: PendingPatch[];
  /** Creation time of the thread, from its id or first line; ms. */
  createdAt?: number;
  copy: CopyPhase;
  copiedTurns: boolean;
  forkOrdinal?: number;
  byReference: boolean;
  /** Deepest ancestor named in the file: names requests where turns have no ids. */
  rootThread: string;
  tokens: TokenState;
  /** Rate limits as last said, by window. */
  quota: Record<string, SaidQuota>;
}

/** A text seen in some of the ways it is written (see `twins.ts`), but not yet in all. */
interface Twin {
  text: string;
  seen: number;
}

export type LeftTurn = [turn: string, inTurn: number, awaitsStart?: true];

/** A window as last said: percentage, reset time (ms), length (minutes), plan; 0 and empty for what is not told. */
export type SaidQuota = [usedPercent: number, resetsAt: number, windowMinutes: number, plan: string];

/** An apply_patch call that has no result yet. */
interface PendingPatch {
  callId: string;
  offset: number;
  length: number;
  added: number;
  removed: number;
}

export function beginState(source: SourceStart): CodexState {
  const session = source.kind.session ?? sessionFromPath(source.path);
  const revision = revisionFromPath(source.path);
  return {
    file: fileOf(source),
    session,
    ...(revision === undefined ? {} : { revision }),
    named: false,
    records: 0,
    items: 0,
    stamp: '',
    sameStamp: 0,
    turn: '',
    inTurn: 0,
    worked: false,
    review: false,
    titled: false,
    turnStarts: [],
    reply: '',
    replyOpen: false,
    twins: [],
    spawns: [],
    patches: [],
    copy: 'none',
    copiedTurns: false,
    byReference: false,
    rootThread: session,
    tokens: { epoch: 0 },
    quota: {},
  };
}

function fileOf(source: SourceStart): CodexState['file'] {
  if (source.kind.format === 'json') return 'document';
  if (source.kind.role === 'transcript') return 'rollout';
  return source.path.endsWith('session_index.jsonl') ? 'index' : 'history';
}
