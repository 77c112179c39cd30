import type { MessageHead, MessagePage, MessageView } from '../model/message.ts';
import type { ToolCallHead, ToolCallView } from '../model/tool-call.ts';

/** A reply of the model. */
export function aMessageHead(message: Partial<MessageHead> = {}): MessageHead {
  return {
    key: 'msg_01',
    cursor: '0000000001',
    role: 'assistant',
    variant: 'reply',
    at: '2026-01-02T03:00:10.000Z',
    model: 'claude-opus-4-8',
    preview: 'I look at the test first.',
    abandoned: false,
    superseded: false,
    inherited: false,
    ...message,
  };
}

/** `aMessageHead` with its text as the only block. */
export function aMessageView(message: Partial<MessageView> = {}): MessageView {
  const head = aMessageHead(message);
  return { ...head, blocks: [{ type: 'text', text: head.preview }], calls: [], ...message };
}

/** A page that holds one message and is all there is. */
export function aMessagePage(page: Partial<MessagePage> = {}): MessagePage {
  const messages = page.messages ?? [aMessageView()];
  return { sessionId: 'claude:11111111-1111-4111-8111-111111111111', messages, total: messages.length, ...page };
}

/** A shell command that has succeeded. */
export function aToolCallHead(call: Partial<ToolCallHead> = {}): ToolCallHead {
  return {
    callId: 'toolu_01',
    messageKey: 'msg_01',
    name: 'Bash',
    kind: 'shell',
    summary: 'npm test',
    status: 'ok',
    at: '2026-01-02T03:00:10.000Z',
    finishedAt: '2026-01-02T03:00:12.000Z',
    outcome: 'exit 0',
    ...call,
  };
}

/** `aToolCallHead` with its output. */
export function aToolCallView(call: Partial<ToolCallView> = {}): ToolCallView {
  const head = aToolCallHead(call);
  const text = '1 passed';
  return {
    ...head,
    results: [{ type: 'tool-result', callId: head.callId, isError: false, text, exitCode: 0 }],
    truncated: false,
    outputBytes: text.length,
    ...call,
  };
}
