import type { Block, MessageView, ToolCallView } from '@belfry/core';

/** A message for tests, complete, with what the test cares about. */
export function aMessage(key: string, rest: Partial<MessageView> = {}): MessageView {
  return {
    key,
    cursor: key,
    role: 'assistant',
    variant: 'reply',
    preview: '',
    abandoned: false,
    superseded: false,
    inherited: false,
    blocks: [],
    calls: [],
    ...rest,
  };
}

/** A message that says one thing. */
export function aReply(key: string, text: string, rest: Partial<MessageView> = {}): MessageView {
  return aMessage(key, { blocks: [{ type: 'text', text }], preview: text, ...rest });
}

/** A message that makes one call. */
export function aCallMessage(key: string, rest: Partial<ToolCallView> = {}): MessageView {
  const call: ToolCallView = {
    callId: `call-${key}`,
    name: 'Bash',
    kind: 'shell',
    summary: 'ls',
    status: 'ok',
    outcome: '',
    results: [],
    truncated: false,
    outputBytes: 0,
    ...rest,
  };
  const block: Block = { type: 'tool-call', callId: call.callId, name: call.name, input: { command: 'ls' } };
  return aMessage(key, { blocks: [block], calls: [call] });
}
