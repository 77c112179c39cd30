import type { ServerResponse } from 'node:http';
import { nextId } from './next-id.ts';
import { scriptedReply } from './scripted-reply.ts';

interface Content {
  type: string;
  text?: string;
}

/** Answers the Anthropic Messages API, streaming when asked to. */
export function anthropicMessages(body: Record<string, unknown>, response: ServerResponse): void {
  const { prompt, step } = lastPrompt((body.messages ?? []) as { role: string; content: string | Content[] }[]);
  const tools = ((body.tools ?? []) as { name?: string }[]).flatMap((tool) => tool.name ?? []);
  const reply = scriptedReply(prompt, step, tools);
  const content =
    'text' in reply
      ? [{ type: 'text', text: reply.text }]
      : reply.calls.map((call) => ({ type: 'tool_use', id: nextId('toolu_01'), name: call.name, input: call.input }));
  const message = {
    id: nextId('msg_01'),
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: 'text' in reply ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: {
      input_tokens: 7,
      output_tokens: 42,
      cache_creation_input_tokens: 300,
      cache_read_input_tokens: 2000,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
      service_tier: 'standard',
    },
  };
  const requestId = nextId('req_011');
  if (body.stream === true) stream(message, response, requestId);
  else
    response
      .writeHead(200, { 'content-type': 'application/json', 'request-id': requestId })
      .end(JSON.stringify(message));
}

function lastPrompt(messages: { role: string; content: string | Content[] }[]): { prompt: string; step: number } {
  let prompt = '';
  let step = 0;
  for (const { role, content } of messages) {
    if (role !== 'user') continue;
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    const results = blocks.filter((block) => block.type === 'tool_result').length;
    const said = blocks.flatMap((block) =>
      block.type === 'text' && !block.text?.trimStart().startsWith('<') ? (block.text ?? '') : [],
    );
    step += results;
    if (said.length > 0 && results === 0) {
      prompt = said.join(' ');
      step = 0;
    }
  }
  return { prompt, step };
}

type Message = { content: Record<string, unknown>[]; stop_reason: string; usage: { output_tokens: number } };

function stream(message: Message, response: ServerResponse, requestId: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': requestId });
  const send = (data: { type: string } & Record<string, unknown>) =>
    response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
  send({
    type: 'message_start',
    message: { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } },
  });
  message.content.forEach((block, index) => {
    const isText = block.type === 'text';
    send({
      type: 'content_block_start',
      index,
      content_block: isText ? { type: 'text', text: '' } : { ...block, input: {} },
    });
    const delta = isText
      ? { type: 'text_delta', text: block.text }
      : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) };
    send({ type: 'content_block_delta', index, delta });
    send({ type: 'content_block_stop', index });
  });
  send({
    type: 'message_delta',
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    usage: { output_tokens: message.usage.output_tokens },
  });
  send({ type: 'message_stop' });
  response.end();
}
