import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BelfryHome } from './belfry-home.ts';

let count = 0;

/** A transcript that grows line by line, as Claude Code writes it. */
export interface ClaudeTranscript {
  id: string;
  path: string;
  sessionId: string;
  prompt(text: string): string;
  reply(text: string): string;
  call(name: string, input: Record<string, unknown>): string;
  result(callId: string, text: string, isError?: boolean): string;
  raw(text: string): void;
}

/** Starts an empty transcript; each call appends one record and returns its key. */
export function startTranscript(
  home: BelfryHome,
  options: { cwd?: string; atMs?: number; defer?: boolean } = {},
): ClaudeTranscript {
  const cwd = options.cwd ?? '/home/dev/tower';
  const sessionId = nextUuid();
  const path = join(home.claudeRoot, 'projects', cwd.replace(/[^A-Za-z0-9-]/g, '-'), `${sessionId}.jsonl`);
  let atMs = options.atMs ?? Date.now();
  let parentUuid: string | null = null;
  mkdirSync(dirname(path), { recursive: true });
  if (!options.defer) writeFileSync(path, '');

  const append = (type: 'user' | 'assistant', rest: Record<string, unknown>) => {
    const uuid = nextUuid();
    atMs += 10;
    const record = {
      parentUuid,
      isSidechain: false,
      userType: 'external',
      cwd,
      sessionId,
      version: '2.1.330',
      gitBranch: 'main',
      type,
      uuid,
      timestamp: new Date(atMs).toISOString(),
      ...rest,
    };
    parentUuid = uuid;
    appendFileSync(path, `${JSON.stringify(record)}\n`);
    return uuid;
  };
  const assistant = (block: Record<string, unknown>) => {
    const id = `msg_${nextUuid()}`;
    append('assistant', {
      requestId: `req_${id}`,
      message: {
        id,
        type: 'message',
        role: 'assistant',
        model: 'claude-opus-5-5',
        content: [block],
        stop_reason: 'end_turn',
        usage: { input_tokens: 3, output_tokens: 5, cache_read_input_tokens: 100, cache_creation_input_tokens: 10 },
      },
    });
    return id;
  };
  return {
    id: `claude:${sessionId}`,
    path,
    sessionId,
    prompt: (text) => append('user', { message: { role: 'user', content: text } }),
    reply: (text) => assistant({ type: 'text', text }),
    call(name, input) {
      const id = `toolu_${nextUuid()}`;
      assistant({ type: 'tool_use', id, name, input });
      return id;
    },
    result: (callId, text, isError = false) =>
      append('user', {
        message: {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: callId, content: text, is_error: isError }],
        },
        toolUseResult: { stdout: text, stderr: '', interrupted: false },
      }),
    raw: (text) => appendFileSync(path, text),
  };
}

/** Unlike any other of this process, and shaped like a UUID. */
function nextUuid(): string {
  count += 1;
  return `${process.pid.toString(16).padStart(8, '0')}-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
}
