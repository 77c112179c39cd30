import type { SourceInspector } from '../../agent.ts';
import { name, type RawObject, text } from '../raw-fields.ts';
import { createChainCounts } from './inspect/chain-counts.ts';
import { createReplyCounts } from './inspect/reply-counts.ts';
import { createToolCounts } from './inspect/tool-counts.ts';
import { messageBlocks } from './records.ts';
import { messageText } from './user-variant.ts';
import { wrapperVariant } from './wrappers.ts';

const titleFields: Readonly<Record<string, string>> = {
  'custom-title': 'customTitle',
  'ai-title': 'aiTitle',
  summary: 'summary',
};

/**
 * Counts of one file of Claude Code, each by its definition in the README: a second reading of the records,
 * independent of the parser's facts.
 */
export function inspectClaude(): SourceInspector {
  const chain = createChainCounts();
  const replies = createReplyCounts();
  const tools = createToolCounts();
  const counts = { prompts: 0, humanPrompts: 0, apiErrorRecords: 0, compactBoundaries: 0, compactSummaries: 0 };
  const titles = new Map<string, Set<string>>();

  function addUser(value: RawObject): void {
    const blocks = messageBlocks(value);
    const results = blocks.filter((block) => block.type === 'tool_result');
    tools.addResults(results);
    const isSummary = value.isCompactSummary === true;
    if (isSummary) counts.compactSummaries++;
    if (results.length > 0 || isSummary || value.isMeta === true || value.isSidechain === true) return;
    counts.prompts++;
    if (wrapperVariant(messageText(blocks)) === undefined) counts.humanPrompts++;
  }

  function addOther(value: RawObject, type: string): void {
    if (type === 'system' && value.subtype === 'api_error') counts.apiErrorRecords++;
    if (type === 'system' && value.subtype === 'compact_boundary') counts.compactBoundaries++;
    const field = Object.hasOwn(titleFields, type) ? titleFields[type] : undefined;
    const title = field === undefined ? undefined : text(value, field);
    if (title !== undefined) titles.set(type, (titles.get(type) ?? new Set<string>()).add(title));
  }

  return {
    add({ value }) {
      chain.add(value);
      replies.addOrigin(value);
      const type = name(value, 'type') ?? '';
      if (type === 'user') addUser(value);
      else if (type === 'assistant') {
        replies.add(value);
        tools.addCalls(messageBlocks(value));
      } else addOther(value, type);
    },
    report(badLines) {
      return {
        badLines,
        ...chain.report(),
        ...counts,
        ...tools.report(),
        ...replies.report(),
        titles: Object.fromEntries([...titles].map(([type, texts]) => [type, [...texts]])),
      };
    },
  };
}
