import {
  type BlockText,
  findMatches,
  type SearchHit,
  type SearchQuery,
  type SearchTerms,
  type TextRange,
  toBlockTexts,
  toSessionId,
  toSnippet,
} from '@belfry/core';
import type { RecordPlace } from '../../apply/record-places.ts';
import { messageFlags } from '../../tables/messages.ts';
import { type SearchDocRow, searchKinds } from '../../tables/search.ts';
import { toIsoTime } from '../../views/iso-time.ts';
import type { RecordBlocks } from '../record-blocks.ts';
import type { PlacedSessionRow } from '../sessions.ts';
import type { RecordOwners } from './record-owners.ts';

/** Looks texts up and makes hits of those that match as asked. */
export interface HitReader {
  /** `undefined` when the text does not match after all, or nobody shows it any more. */
  read(doc: SearchDocRow, session: PlacedSessionRow): SearchHit | undefined;
}

/** Says where in a text the search is answered; `undefined` where it is not. */
export type TextMatcher = (text: string) => readonly TextRange[] | undefined;

export function toWordMatcher(terms: SearchTerms): TextMatcher {
  return (text) => {
    const { ranges, isMatch } = findMatches(text, terms, 50);
    return isMatch ? ranges : undefined;
  };
}

export function createHitReader(
  owners: RecordOwners,
  blocksOf: (session: PlacedSessionRow) => RecordBlocks,
  query: SearchQuery,
  match: TextMatcher,
): HitReader {
  const isGlobal = query.session === undefined;
  const fromMs = query.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.from);
  const toMs = query.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.to);
  const isTimed = query.from !== undefined || query.to !== undefined;

  return {
    read(doc, session) {
      const owner = doc.kind === searchKinds.indexOf('tool-output') ? ofResult(doc) : ofMessage(doc, session);
      if (!owner) return undefined;
      const { at, isError } = owner;
      if (query.hasError !== undefined && query.hasError !== isError) return undefined;
      if (isTimed && (at === null || at < fromMs || at >= toMs)) return undefined;
      const blocks = blocksOf(session);
      const text = textOf(doc, blocks);
      const ranges = text && match(text.text);
      if (!text || !ranges) return undefined;
      return {
        id: [doc.session_id, doc.source_id, doc.generation, doc.offset, doc.kind, doc.nth].join('.'),
        sessionId: toSessionId(session.agent, session.native),
        ...owner.hit,
        kind: text.kind,
        isError,
        block: owner.blockOf(text, blocks),
        ...(at === null ? {} : { at: toIsoTime(at) }),
        snippet: toSnippet(text.text, ranges),
      };
    },
  };

  function ofMessage(doc: SearchDocRow, session: PlacedSessionRow): Owner | undefined {
    const message = owners.message(doc);
    if (!message) return undefined;
    const { row, places } = message;
    // A fork repeats its parent's messages; they are found where they were written, if that is here.
    if (isGlobal && row.flags & messageFlags.inherited && owners.isInParent(session, row.key)) return undefined;
    const call = doc.call === null ? undefined : owners.call(doc.session_id, doc.call);
    return {
      at: row.at,
      isError: row.variant === 'error' || call?.status === 'error',
      hit: { role: row.role, variant: row.variant, messageKey: row.key, ...toCall(doc.call, call) },
      blockOf(text, blocks) {
        const before = places.slice(
          0,
          places.findIndex((place) => isAt(place, doc)),
        );
        const own = before.flatMap(blocks).filter(({ type }) => type !== 'tool-result');
        return own.length + text.block;
      },
    };
  }

  function ofResult(doc: SearchDocRow): Owner | undefined {
    const { session_id, call: callId } = doc;
    const result = callId === null ? undefined : owners.result(session_id, callId, doc);
    if (callId === null || !result) return undefined;
    const call = owners.call(session_id, callId);
    return {
      at: result.at ?? call?.at ?? null,
      isError: call?.status === 'error',
      hit: {
        role: 'assistant',
        ...(call?.message_key == null ? {} : { messageKey: call.message_key }),
        ...toCall(callId, call),
      },
      blockOf: () => result.index,
    };
  }
}

interface Owner {
  at: number | null;
  isError: boolean;
  hit: Pick<SearchHit, 'role' | 'variant' | 'messageKey' | 'callId' | 'tool' | 'toolKind'>;
  /** Where the text stands among the blocks that are shown. */
  blockOf(text: BlockText, blocks: RecordBlocks): number;
}

function textOf(doc: SearchDocRow, blocks: RecordBlocks): BlockText | undefined {
  const kind = searchKinds[doc.kind];
  return toBlockTexts(blocks(doc)).find((text) => text.kind === kind && text.nth === doc.nth);
}

function isAt(place: RecordPlace, doc: SearchDocRow): boolean {
  return place.offset === doc.offset && place.source_id === doc.source_id && place.generation === doc.generation;
}

function toCall(callId: string | null, call: ReturnType<RecordOwners['call']>): Partial<SearchHit> {
  if (callId === null) return {};
  return {
    callId,
    ...(call?.name == null ? {} : { tool: call.name }),
    ...(call?.kind == null ? {} : { toolKind: call.kind }),
  };
}
