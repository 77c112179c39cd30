import type { ToolResultBlock } from '@belfry/core';
import { compareResults } from '../apply/result-summary.ts';
import type { ToolResultRow } from '../tables/tool-calls.ts';
import type { RecordBlocks } from './record-blocks.ts';

/** Longest text of a result inside a page. */
const pageChars = 8 * 1024;

/**
 * Results of one call as blocks. Records that only add detail (exit code, diff) complete the answer before
 * them instead of standing beside it.
 */
export function readResults(call: string, rows: readonly ToolResultRow[], blocksOf: RecordBlocks): ToolResultBlock[] {
  const answers: ToolResultBlock[] = [];
  const details: ToolResultBlock[] = [];
  for (const row of [...rows].sort(compareResults)) {
    for (const block of blocksOf(row)) {
      if (block.type !== 'tool-result' || block.callId !== call) continue;
      (row.answers === 1 ? answers : details).push(block);
    }
  }
  const last = answers.pop();
  if (!last) return details;
  return [...answers, details.reduce(complete, last)];
}

function complete(answer: ToolResultBlock, detail: ToolResultBlock): ToolResultBlock {
  return {
    ...detail,
    ...answer,
    text: answer.text || detail.text,
    isError: answer.isError || detail.isError,
  };
}

/** Cuts long texts for a page. */
export function cutResults(results: readonly ToolResultBlock[]): { results: ToolResultBlock[]; truncated: boolean } {
  let truncated = false;
  const cut = <Text extends string | undefined>(text: Text): Text => {
    if (text === undefined || text.length <= pageChars) return text;
    truncated = true;
    // Not between the halves of a surrogate pair.
    const isPair = /[\ud800-\udbff]/.test(text[pageChars - 1] ?? '');
    return text.slice(0, isPair ? pageChars - 1 : pageChars) as Text;
  };
  return {
    results: results.map((result) => {
      const shorter = { ...result, text: cut(result.text) };
      if (result.stderr !== undefined) shorter.stderr = cut(result.stderr);
      return shorter;
    }),
    truncated,
  };
}
