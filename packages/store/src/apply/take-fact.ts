import type { Fact, QuotaFact } from '@belfry/core';
import type { BatchContext } from './batch-context.ts';
import type { CallBatch } from './call-rows.ts';
import type { ClaimBatch } from './claim-rows.ts';
import type { ContributionBatch } from './contribution-rows.ts';
import type { LeafTitleBatch } from './leaf-titles.ts';
import type { Lineage } from './lineage.ts';
import type { MessageBatch } from './message-rows.ts';
import { noteLatest } from './session-counters.ts';

/** Which of its facts a batch is to be derived for. */
export interface Facets {
  text: boolean;
  usage: boolean;
}

export const allFacets: Facets = { text: true, usage: true };

/** What the facts of one batch are handed to. */
export interface FactWriters {
  contributions: ContributionBatch;
  messages: MessageBatch;
  calls: CallBatch;
  claims: ClaimBatch;
  leafTitles: LeafTitleBatch;
  quota: QuotaFact[];
  /** Calls whose subagent became known, as `session id\ncall`. */
  relinked: Set<string>;
}

/** Hands a fact to what writes it. */
export type TakeFact = (context: BatchContext, writers: FactWriters, fact: Fact, facets: Facets) => void;

export function createFactTaker(lineage: Pick<Lineage, 'link'>): TakeFact {
  return (context, writers, fact, facets) => {
    if (fact.type === 'turn') return;
    const session = context.session(fact.session);
    writers.contributions.note(session, fact.span.offset);
    if (!(isOfUsage(fact) ? facets.usage : facets.text)) return;
    switch (fact.type) {
      case 'session':
        writers.contributions.patch(session, fact);
        break;
      case 'message':
        noteLatest(session.row, fact);
        writers.leafTitles.noteRecord(session, writers.messages.add(session, fact));
        break;
      case 'tool-call':
        noteLatest(session.row, fact);
        writers.calls.add(session, fact);
        break;
      case 'tool-result':
        writers.calls.addResult(session, fact);
        break;
      case 'link': {
        if (!lineage.link(session, fact.callId, fact.child)) break;
        // A session that is there already gets its parent; one that comes later finds the link.
        context.book.peek(context.rootId, context.agent, fact.child);
        writers.relinked.add(`${session.row.id}\n${fact.callId}`);
        break;
      }
      case 'request':
        writers.claims.add(session, fact);
        break;
      case 'quota':
        writers.quota.push(fact);
        break;
      case 'abandon':
        writers.messages.abandon(session, fact);
        break;
      case 'leaf-title':
        writers.leafTitles.add(fact);
        break;
    }
  };
}

function isOfUsage({ type }: Fact): boolean {
  return type === 'request' || type === 'quota';
}
