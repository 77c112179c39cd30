import { type Block, type MessageRole, toBlockTexts, toIndexText } from '@belfry/core';
import type { RecordPlace } from '../apply/record-places.ts';
import type { SearchDoc } from './search-rows.ts';
import { sessionTag } from './session-tag.ts';

/** A message as far as its texts need to know it. */
export interface MessageOwner {
  session_id: number;
  role: MessageRole;
  at: number | null;
}

/** What can be searched of a message in one of its records: all its blocks but results of tools. */
export function messageDocs(owner: MessageOwner, place: RecordPlace, blocks: readonly Block[]): SearchDoc[] {
  return toBlockTexts(blocks)
    .filter(({ kind }) => kind !== 'tool-output')
    .map(({ kind, callId, nth, text }) => ({
      ...toPlace(owner.session_id, place),
      kind,
      nth,
      role: owner.role,
      call: callId === '' ? null : callId,
      at: owner.at,
      text: toDocText(owner.session_id, text),
    }));
}

/** A result as far as its texts need to know it. */
export interface ResultOwner extends RecordPlace {
  session_id: number;
  call: string;
  at: number | null;
}

/** What can be searched of a result: what its record holds for its call. */
export function resultDocs(owner: ResultOwner, blocks: readonly Block[]): SearchDoc[] {
  return toBlockTexts(blocks)
    .filter(({ kind, callId }) => kind === 'tool-output' && callId === owner.call)
    .map(({ kind, nth, text }) => ({
      ...toPlace(owner.session_id, owner),
      kind,
      nth,
      role: 'assistant',
      call: owner.call,
      at: owner.at,
      text: toDocText(owner.session_id, text),
    }));
}

function toPlace(sessionId: number, { source_id, offset, generation, length }: RecordPlace) {
  return { sessionId, sourceId: source_id, offset, generation, length };
}

/** The session's own word stands before the text, so that a search inside a session reads nothing else. */
function toDocText(sessionId: number, text: string): Buffer {
  return Buffer.from(`${sessionTag(sessionId)} ${toIndexText(text)}`);
}
