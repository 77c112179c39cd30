import type { SourceInspector } from '../../agent.ts';
import { name, object, type RawObject, text } from '../raw-fields.ts';
import { messageBlocks, type RawBlock } from './records.ts';
import { createTally } from './tally.ts';
import { syntheticModel } from './usage.ts';
import { createUsageGroups } from './usage-groups.ts';
import { messageText } from './user-variant.ts';
import { wrapperVariant } from './wrappers.ts';

const titleFields = { 'custom-title': 'customTitle', 'ai-title': 'aiTitle', summary: 'summary' } as const;

/**
 * Counts of one file of Claude Code, each by its definition in the README: a second reading of the records,
 * independent of the parser's facts.
 */
export function inspectClaude(): SourceInspector {
  const types = createTally();
  const callsByName = createTally();
  const usage = createUsageGroups();
  const counts = {
    prompts: 0,
    humanPrompts: 0,
    toolResults: 0,
    toolErrors: 0,
    apiErrorRecords: 0,
    apiErrorMessages: 0,
    duplicateUuids: 0,
    sidechainRecords: 0,
    compactBoundaries: 0,
    compactSummaries: 0,
  };
  let records = 0;
  const messages = new Set<string>();
  const calls = new Set<string>();
  const answered = new Set<string>();
  const models = new Set<string>();
  const versions = new Set<string>();
  const sessions = new Set<string>();
  const origins = new Set<string>();
  const uuids = new Set<string>();
  const parents: string[] = [];
  const titles = new Map<string, Set<string>>();
  let first: string | undefined;
  let last: string | undefined;

  function addUser(value: RawObject): void {
    const blocks = messageBlocks(value);
    const results = blocks.filter((block) => block.type === 'tool_result');
    for (const result of results) {
      counts.toolResults++;
      if (result.value.is_error === true) counts.toolErrors++;
      const id = text(result.value, 'tool_use_id');
      if (id !== undefined) answered.add(id);
    }
    if (value.isCompactSummary === true) counts.compactSummaries++;
    if (results.length > 0 || value.isMeta === true || value.isCompactSummary === true) return;
    if (value.isSidechain === true) return;
    counts.prompts++;
    if (isHuman(blocks)) counts.humanPrompts++;
  }

  function addAssistant(value: RawObject): void {
    const message = object(value, 'message');
    const id = text(message, 'id');
    if (id !== undefined) messages.add(id);
    if (value.isApiErrorMessage === true) counts.apiErrorMessages++;
    const model = name(message, 'model');
    if (model !== undefined && model !== syntheticModel) models.add(model);
    for (const block of messageBlocks(value)) {
      const call = block.type === 'tool_use' ? text(block.value, 'id') : undefined;
      if (call === undefined || calls.has(call)) continue;
      calls.add(call);
      callsByName.add(text(block.value, 'name') ?? 'null');
    }
    const origin = originIn(value);
    if (origin !== undefined) origins.add(origin);
    const used = object(message, 'usage');
    if (used === undefined) return;
    const request = text(value, 'requestId');
    const key = id === undefined && request === undefined ? undefined : JSON.stringify([id, request]);
    usage.add(key, used, origin !== undefined);
  }

  return {
    add({ value }) {
      records++;
      const type = text(value, 'type');
      types.add(type ?? 'null');
      const uuid = text(value, 'uuid');
      if (uuid !== undefined && uuids.has(uuid)) counts.duplicateUuids++;
      if (uuid !== undefined) uuids.add(uuid);
      const parent = text(value, 'parentUuid');
      if (parent !== undefined) parents.push(parent);
      if (value.isSidechain === true) counts.sidechainRecords++;
      addTo(versions, text(value, 'version'));
      addTo(sessions, text(value, 'sessionId'));
      addTo(origins, name(object(value, 'forkedFrom'), 'sessionId'));
      const at = text(value, 'timestamp');
      if (at !== undefined) {
        if (first === undefined || at < first) first = at;
        if (last === undefined || at > last) last = at;
      }
      if (type === 'user') addUser(value);
      else if (type === 'assistant') addAssistant(value);
      else if (type === 'system' && value.subtype === 'api_error') counts.apiErrorRecords++;
      else if (type === 'system' && value.subtype === 'compact_boundary') counts.compactBoundaries++;
      else if (type !== undefined && Object.hasOwn(titleFields, type)) {
        const title = text(value, titleFields[type as keyof typeof titleFields]);
        if (title !== undefined) titles.set(type, (titles.get(type) ?? new Set<string>()).add(title));
      }
    },
    report(badLines) {
      return {
        badLines,
        records,
        types: types.sorted(),
        userRecords: types.of('user'),
        prompts: counts.prompts,
        humanPrompts: counts.humanPrompts,
        assistantRecords: types.of('assistant'),
        assistantMessages: messages.size,
        toolCalls: calls.size,
        toolCallsByName: callsByName.sorted(),
        toolResults: counts.toolResults,
        toolErrors: counts.toolErrors,
        callsWithoutResult: [...calls].filter((id) => !answered.has(id)).length,
        resultsWithoutCall: [...answered].filter((id) => !calls.has(id)).length,
        apiErrorRecords: counts.apiErrorRecords,
        apiErrorMessages: counts.apiErrorMessages,
        responses: usage.responses(),
        tokens: usage.counted(),
        tokensFirst: usage.first(),
        tokensNaive: usage.naive(),
        models: [...models].sort(),
        versions: [...versions].sort(),
        sessionIds: [...sessions].sort(),
        firstTs: first ?? null,
        lastTs: last ?? null,
        duplicateUuids: counts.duplicateUuids,
        danglingParents: parents.filter((parent) => !uuids.has(parent)).length,
        sidechainRecords: counts.sidechainRecords,
        compactBoundaries: counts.compactBoundaries,
        compactSummaries: counts.compactSummaries,
        titles: Object.fromEntries([...titles].map(([type, texts]) => [type, [...texts]])),
        ...(origins.size === 0 ? {} : { forkedFromSessions: [...origins].sort(), replayedResponses: usage.replayed() }),
      };
    },
  };
}

function isHuman(blocks: readonly RawBlock[]): boolean {
  return wrapperVariant(messageText(blocks)) === undefined;
}

function addTo(set: Set<string>, value: string | undefined): void {
  if (value !== undefined) set.add(value);
}

/** Session a copied record says its request came from. */
function originIn(value: RawObject): string | undefined {
  const origin = name(object(value, 'forkedFrom'), 'sessionId') ?? name(value, 'requestSessionId');
  return origin === name(value, 'sessionId') ? undefined : origin;
}
