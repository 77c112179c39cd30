import { type Change, type SessionView, toSessionId } from '@belfry/core';
import type { MessageRow } from '../tables/messages.ts';
import { type SessionRow, shelves } from '../tables/sessions.ts';
import type { RootRow } from '../tables/sources.ts';
import type { ToolCallRow } from '../tables/tool-calls.ts';
import { toCallHead } from '../views/call-head.ts';
import { toMessageHead } from '../views/message-head.ts';
import { toSessionView } from '../views/session-view.ts';
import { type BatchContext, isSuperseded } from './batch-context.ts';
import type { CallDraft } from './call-rows.ts';
import type { Lineage } from './lineage.ts';
import type { MessageDraft } from './message-rows.ts';
import type { SessionDraft } from './session-book.ts';

/** Says what a batch really changed, as readers see it. */
export interface ChangeBuilder {
  session(draft: SessionDraft): Change[];
  message(context: BatchContext, draft: MessageDraft): Change[];
  /** `isRelinked`: the call's subagent became known. */
  call(draft: CallDraft, isRelinked: boolean): Change[];
}

export function createChangeBuilder(root: (id: number) => RootRow, lineage: Lineage): ChangeBuilder {
  const toView = (row: SessionRow): SessionView => {
    const { machine, path } = root(row.root_id);
    return toSessionView(row, { machine, root: path });
  };
  return {
    session({ row, before }) {
      if (row.shelf === shelves.hidden) return [];
      const isNew = before.shelf === shelves.hidden;
      const session = toView(row);
      const isSame = !isNew && JSON.stringify(session) === JSON.stringify(toView(before));
      return isSame ? [] : [{ type: 'session', isNew, session }];
    },
    message(context, { session, row, before, isDirty }) {
      const sessionId = toSessionId(session.row.agent, session.row.native);
      const isNew = before === undefined;
      const was = before && isSuperseded(context, before.source_id, before.generation, 'before');
      const is = isSuperseded(context, row.source_id, row.generation, 'after');
      if (!isNew && was === is && !(isDirty && isOtherMessage(row, before))) return [];
      const message = toMessageHead(row, Math.max(0, session.reading.indexOf(row.source_id)), is);
      return [{ type: 'message', isNew, sessionId, message }];
    },
    call({ session, row, before }, isRelinked) {
      if (row.name === null) return [];
      const isNew = before === undefined || before.name === null;
      if (!isNew && !isRelinked && !isOtherCall(row, before)) return [];
      const { agent, native } = session.row;
      const child = lineage.childOf(session.row, row.call);
      const childId = child === undefined ? undefined : toSessionId(agent, child);
      const sessionId = toSessionId(agent, native);
      return [{ type: 'tool-call', isNew, sessionId, call: toCallHead(row, childId) }];
    },
  };
}

const messageColumns = [
  'source_id',
  'offset',
  'nth',
  'variant',
  'role',
  'at',
  'model',
  'preview',
  'flags',
  'elsewhere',
] as const;

/** Whether a reader would see another message, or has to read its content again. */
function isOtherMessage(row: MessageRow, before: MessageRow): boolean {
  return messageColumns.some((name) => row[name] !== before[name]) || !Buffer.from(row.spans).equals(before.spans);
}

const callColumns = [
  'message_key',
  'name',
  'kind',
  'summary',
  'at',
  'status',
  'finished_at',
  'outcome',
  'added',
  'removed',
  'output_bytes',
] as const;

function isOtherCall(row: ToolCallRow, before: ToolCallRow): boolean {
  return callColumns.some((name) => row[name] !== before[name]);
}
