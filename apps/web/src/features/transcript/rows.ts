import type { IssueView, MessageView } from '@belfry/core';
import { type Mark, type Row, toMessageRows } from './row.ts';

/** Rows of messages are made once per message object; a changed message is a new object. */
const made = new WeakMap<MessageView, Row[]>();

function rowsOf(message: MessageView): Row[] {
  let rows = made.get(message);
  if (rows === undefined) {
    rows = toMessageRows(message);
    made.set(message, rows);
  }
  return rows;
}

export function markOf(message: MessageView): Mark | undefined {
  if (message.superseded) return 'superseded';
  if (message.abandoned) return 'abandoned';
  return message.inherited ? 'inherited' : undefined;
}

/**
 * The transcript as rows. Neighbouring looks become one row; a stretch that was left or rewritten folds
 * into one row until `isOpen` says otherwise; what a fork copied from its parent stands between borders.
 */
export function toRows(
  messages: readonly MessageView[],
  isOpen: (key: string) => boolean,
  issues: ReadonlyMap<string, readonly IssueView[]> = noIssues,
): Row[] {
  const rows: Row[] = [];
  for (let from = 0; from < messages.length; ) {
    const mark = markOf(messages[from] as MessageView);
    let to = from + 1;
    while (to < messages.length && markOf(messages[to] as MessageView) === mark) to += 1;
    const stretch = messages.slice(from, to);
    const inner = joinLooks(stretch.flatMap((message) => withIssues(rowsOf(message), message, issues)));
    if (mark === undefined) rows.push(...inner);
    else rows.push(...toMarked(mark, stretch, inner, isOpen));
    from = to;
  }
  return rows;
}

const noIssues: ReadonlyMap<string, readonly IssueView[]> = new Map();

function withIssues(rows: Row[], message: MessageView, issues: ReadonlyMap<string, readonly IssueView[]>): Row[] {
  const own = issues.get(message.key);
  return own === undefined ? rows : [...rows, { kind: 'issues', key: `${message.key} issues`, message, issues: own }];
}

function toMarked(mark: Mark, stretch: MessageView[], inner: Row[], isOpen: (key: string) => boolean): Row[] {
  const [first] = stretch;
  const last = stretch.at(-1);
  if (first === undefined || last === undefined) return [];
  const key = `${first.key} ${mark}`;
  const isShown = mark === 'inherited' || isOpen(key);
  const base = { kind: 'mark', mark, messages: stretch.length, isOpen: isShown } as const;
  const head: Row = { ...base, key, message: first, isEnd: false };
  if (!isShown) return [head];
  return [head, ...inner, { ...base, key: `${last.key} ${mark} end`, message: last, isEnd: true }];
}

function joinLooks(rows: readonly Row[]): Row[] {
  const joined: Row[] = [];
  for (const row of rows) {
    const before = joined.at(-1);
    if (row.kind === 'looks' && before?.kind === 'looks') {
      joined[joined.length - 1] = { ...before, uses: [...before.uses, ...row.uses] };
    } else joined.push(row);
  }
  return joined;
}

/** Index of the first row that shows a message, -1 if none does. A folded stretch shows what it holds. */
export function indexOfMessage(rows: readonly Row[], messages: readonly MessageView[], key: string): number {
  const direct = rows.findIndex((row) => row.message.key === key && row.kind !== 'mark');
  if (direct >= 0) return direct;
  const place = messages.findIndex((message) => message.key === key);
  if (place < 0) return -1;
  const position = new Map(messages.map((message, index) => [message.key, index]));
  let best = -1;
  rows.forEach((row, index) => {
    if ((position.get(row.message.key) ?? Number.POSITIVE_INFINITY) <= place) best = index;
  });
  return best;
}
