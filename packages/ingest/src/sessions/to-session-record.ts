import { addTokens, type Block, noTokens, type ToolCallFact, toSessionId } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';
import { createContentReader } from '../content.ts';
import type { Election } from './elect-requests.ts';
import type { FoldedMessage, FoldedSession, MessagePlace } from './folded-session.ts';
import type { SessionMessage, SessionRecord, SessionToolCall } from './session-record.ts';

const titleOrder = ['custom', 'agent', 'summary', 'prompt'] as const;

/** A session to hand out: its texts read from the files, its tokens split by the election. */
export function toSessionRecord(
  agent: AgentDefinition,
  session: FoldedSession,
  election: Election,
  read: (place: MessagePlace) => Uint8Array,
): SessionRecord {
  const content = createContentReader([agent]);
  const blocksOf = (place: MessagePlace) => content.blocks(agent.id, read(place));
  const publicId = (native: string) => toSessionId(agent.id, native);
  const requests = [...session.requests];
  const counted = requests.filter(([key]) => election.get(key) === session.native);
  const sum = (claims: typeof requests) => claims.map(([, { tokens }]) => tokens).reduce(addTokens, noTokens);
  const { cwd, branch, parent } = session;
  return {
    id: publicId(session.native),
    agent: agent.id,
    files: [...session.files],
    title: titleOrder.map((source) => session.titles.get(source)).find((text) => text) ?? '',
    ...(cwd === undefined ? {} : { cwd }),
    ...(branch === undefined ? {} : { branch }),
    models: [...session.models],
    versions: [...session.versions],
    ...(parent ? { parentId: publicId(parent.session), relation: parent.relation } : {}),
    ...isoTime('startedAt', session.firstAt),
    ...isoTime('lastAt', session.lastAt),
    messages: [...session.messages.values()].map((message) => toMessage(message, blocksOf)),
    toolCalls: [...session.calls.values()].map((call) => toToolCall(session, call, publicId)),
    tokens: sum(requests),
    countedTokens: sum(counted),
  };
}

function toMessage(
  { head, places, abandoned }: FoldedMessage,
  blocksOf: (place: MessagePlace) => Block[],
): SessionMessage {
  const blocks = places.flatMap(blocksOf);
  return {
    key: head.key,
    role: head.role,
    variant: head.variant,
    ...isoTime('at', head.at),
    ...(head.model === undefined ? {} : { model: head.model }),
    text: blocks.flatMap(toText).join('\n\n'),
    blocks,
    abandoned,
    inherited: head.inherited === true,
  };
}

function toText(block: Block): string[] {
  return block.type === 'text' && block.text !== '' ? [block.text] : [];
}

function toToolCall(session: FoldedSession, call: ToolCallFact, publicId: (native: string) => string): SessionToolCall {
  const result = session.results.get(call.callId);
  const child = session.links.get(call.callId);
  return {
    callId: call.callId,
    name: call.name,
    kind: call.kind,
    summary: call.summary,
    status: result?.answers ? (result.isError ? 'error' : 'ok') : 'pending',
    ...isoTime('at', call.at),
    ...isoTime('finishedAt', result?.at),
    outcome: result?.outcome ?? '',
    ...(child === undefined ? {} : { childId: publicId(child) }),
  };
}

/** Times outside what a calendar can say are left out. */
function isoTime<Name extends string>(name: Name, ms: number | undefined): { [key in Name]?: string } {
  if (ms === undefined || Math.abs(ms) > 8.64e15) return {};
  return { [name]: new Date(ms).toISOString() } as { [key in Name]?: string };
}
