import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropicMessages } from './anthropic-messages.ts';
import { openaiResponses } from './openai-responses.ts';

export interface StandInModel {
  url: string;
  close(): Promise<void>;
}

/** A loopback server that speaks two model APIs from a script, so that real agents run without a model. */
export async function startStandInModel(): Promise<StandInModel> {
  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const body = await readJson(request);
  if (path.endsWith('/v1/messages')) return anthropicMessages(body, response);
  if (path.endsWith('/count_tokens')) return json(response, { input_tokens: 321 });
  if (path.endsWith('/responses')) return openaiResponses(body, response);
  if (path.endsWith('/models')) return json(response, { object: 'list', data: [], models: [] });
  json(response, {});
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>;
  } catch {
    // Probes without a body, and bodies that are no JSON, get the empty answer.
    return {};
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
