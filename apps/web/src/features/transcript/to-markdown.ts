import type { Block, MessageView, SessionDetail, ToolCallView } from '@belfry/core';
import { titleOf } from '../sessions/session-words.ts';
import { inputText, outputOf } from './tool-words.ts';

/** Longer outputs are cut in a copy; who needs all of one copies it where it stands. */
const longestOutput = 20_000;

/** A message as Markdown, for a note or a ticket. `isYours` tells whether a human typed the prompts. */
export function toMarkdown(message: MessageView, isYours: boolean): string {
  const calls = new Map(message.calls.map((call) => [call.callId, call]));
  const parts = message.blocks.map((block) => blockToMarkdown(block, calls));
  const body = parts.filter((part) => part !== '').join('\n\n') || message.preview;
  switch (message.variant) {
    case 'prompt':
    case 'queued':
      return `## ${isYours ? 'You' : 'The agent that called it'}${timeOf(message)}\n\n${body}`;
    case 'compaction':
      return '---\n\n*Compacted here.*';
    case 'reply':
      return body;
    case 'error':
      return `> **Error**: ${body.replaceAll('\n', '\n> ')}`;
    default:
      return fold(message.variant.replace('-', ' '), body);
  }
}

/** Head of a whole session's Markdown. */
export function toMarkdownHead(session: SessionDetail): string {
  const facts = [
    session.agent,
    session.models.at(-1),
    session.project,
    session.branch,
    session.startedAt === undefined ? undefined : `began ${session.startedAt}`,
    `\`${session.id}\``,
  ];
  return `# ${titleOf(session)}\n\n${facts.filter((fact) => fact !== undefined && fact !== '').join(' · ')}`;
}

function blockToMarkdown(block: Block, calls: ReadonlyMap<string, ToolCallView>): string {
  switch (block.type) {
    case 'text':
      return block.text.trim();
    case 'thinking':
      return block.text.trim() === '' ? '' : fold('Thinking', block.text.trim());
    case 'image':
      return '*(an image)*';
    case 'tool-call': {
      const call = calls.get(block.callId);
      return call === undefined ? '' : callToMarkdown(call, block.input);
    }
    case 'tool-result':
      return '';
    case 'other':
      return fence(JSON.stringify(block.data, undefined, 2), 'json');
  }
}

function callToMarkdown(call: ToolCallView, input: unknown): string {
  const verdict = call.status === 'error' ? ' failed' : call.status === 'pending' ? ' (no result yet)' : '';
  const diffs = call.results.flatMap((result) => result.diffs ?? []);
  const output = outputOf(call);
  const isQuiet = call.kind === 'read' || call.kind === 'search';
  return [
    `**${call.name}**${call.kind === 'shell' || call.summary === '' ? '' : ` \`${call.summary.replaceAll('`', "'")}\``}${verdict}`,
    call.kind === 'shell' ? fence(inputText(input) || call.summary, 'sh') : '',
    ...diffs.map((diff) => fence(diff.hunks.flatMap((hunk) => hunk.lines).join('\n'), 'diff')),
    output === '' || (diffs.length > 0 && call.status !== 'error')
      ? ''
      : isQuiet
        ? fold('Output', fence(cut(output), ''))
        : fence(cut(output), ''),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A fence longer than any inside. */
function fence(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${text}\n${mark}`;
}

function fold(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function cut(text: string): string {
  return text.length <= longestOutput ? text : `${text.slice(0, longestOutput)}\n… ${text.length - longestOutput} more`;
}

function timeOf({ at }: MessageView): string {
  return at === undefined ? '' : `, ${at.slice(0, 16).replace('T', ' ')} UTC`;
}
