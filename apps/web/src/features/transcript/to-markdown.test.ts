import { aSessionDetail } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { aCallMessage, aMessage, aReply } from '../../testing/a-message.ts';
import { toMarkdown, toMarkdownHead } from './to-markdown.ts';

test('a prompt is a chapter, a reply is what was written', () => {
  const prompt = aReply('a', 'Find *it*', { role: 'user', variant: 'prompt', at: '2026-11-20T14:05:09.000Z' });
  expect(toMarkdown(prompt, true)).toBe('## You, 2026-11-20 14:05 UTC\n\nFind *it*');
  expect(toMarkdown(prompt, false)).toContain('## The agent that called it');
  expect(toMarkdown(aReply('b', '# Found\n\nthere'), true)).toBe('# Found\n\nthere');
});

test('a command is fenced with what it printed, and the fence is longer than any inside', () => {
  const text = 'before\n```\ninside\n```';
  const message = aCallMessage('a', { results: [{ type: 'tool-result', callId: 'call-a', isError: false, text }] });
  expect(toMarkdown(message, true)).toBe(`**Bash**\n\n\`\`\`sh\nls\n\`\`\`\n\n\`\`\`\`\n${text}\n\`\`\`\``);
});

test('an edit is its diff', () => {
  const diff = {
    path: 'a.ts',
    change: 'update' as const,
    added: 1,
    removed: 1,
    hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }],
  };
  const message = aCallMessage('a', {
    name: 'Edit',
    kind: 'edit',
    summary: 'a.ts',
    results: [{ type: 'tool-result', callId: 'call-a', isError: false, text: 'done', diffs: [diff] }],
  });
  expect(toMarkdown(message, true)).toBe('**Edit** `a.ts`\n\n```diff\n-a\n+b\n```');
});

test('what is thought or injected is folded, and a message without content keeps its preview', () => {
  const thought = aMessage('a', { blocks: [{ type: 'thinking', text: 'hm', redacted: false }] });
  expect(toMarkdown(thought, true)).toBe('<details><summary>Thinking</summary>\n\nhm\n\n</details>');
  expect(toMarkdown(aMessage('b', { variant: 'command-output', preview: 'done' }), true)).toContain('done');
});

test('the head names the session', () => {
  expect(toMarkdownHead(aSessionDetail({ title: 'Fix it', id: 'claude:1' }))).toBe(
    '# Fix it\n\nclaude · claude-opus-4-8 · engine · main · began 2026-01-02T03:00:00.000Z · `claude:1`',
  );
});
