import type { ServerResponse } from 'node:http';
import { nextId } from './next-id.ts';
import { scriptedReply } from './scripted-reply.ts';

interface Item {
  type?: string;
  role?: string;
  content?: string | { text?: string }[];
}

/** Answers the OpenAI Responses API as a stream; Codex asks for nothing else. */
export function openaiResponses(body: Record<string, unknown>, response: ServerResponse): void {
  const { prompt, step } = lastPrompt((body.input ?? []) as Item[]);
  const tools = ((body.tools ?? []) as { name?: string; type?: string }[]).flatMap(
    (tool) => tool.name ?? tool.type ?? [],
  );
  const reply = scriptedReply(prompt, step, tools);
  const items =
    'text' in reply
      ? [
          {
            type: 'message',
            id: nextId('msg_'),
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: reply.text, annotations: [] }],
          },
        ]
      : reply.calls.map((call) => ({
          type: 'function_call',
          id: nextId('fc_'),
          call_id: nextId('call_'),
          name: call.name,
          arguments: JSON.stringify(call.input),
          status: 'completed',
        }));
  const usage = {
    input_tokens: 1200,
    input_tokens_details: { cached_tokens: 800 },
    output_tokens: 33,
    output_tokens_details: { reasoning_tokens: 4 },
    total_tokens: 1233,
  };
  const id = nextId('resp_');
  const started = { id, object: 'response', status: 'in_progress', model: body.model, output: [] };
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'x-codex-primary-used-percent': '12.5',
    'x-codex-primary-window-minutes': '300',
    'x-codex-primary-reset-after-seconds': '3600',
  });
  const send = (type: string, data: Record<string, unknown>) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  send('response.created', { response: started });
  items.forEach((item, index) => {
    send('response.output_item.added', { output_index: index, item });
    send('response.output_item.done', { output_index: index, item });
  });
  send('response.completed', { response: { ...started, status: 'completed', output: items, usage } });
  response.end();
}

function lastPrompt(items: readonly Item[]): { prompt: string; step: number } {
  let prompt = '';
  let step = 0;
  for (const item of items) {
    if (item.type?.endsWith('_call_output')) step += 1;
    if (item.role !== 'user') continue;
    const text =
      typeof item.content === 'string' ? item.content : (item.content ?? []).map((part) => part.text ?? '').join(' ');
    if (/^\s*(<|# AGENTS)/.test(text)) continue;
    prompt = text;
    step = 0;
  }
  return { prompt, step };
}
