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
  think(text: string): string;
  call(name: string, input: Record<string, unknown>): string;
  /** `detail` is what Claude Code keeps beside the text, such as the patch of an edit. */
  result(callId: string, text: string, isError?: boolean, detail?: Record<string, unknown>): string;
  /** The next record is so much later. */
  wait(ms: number): void;
  /** From here on records are of the moment they are written. */
  catchUp(): void;
  /** The transcript of a subagent that this call spawned. */
  subagent(callId: string, description: string): ClaudeTranscript;
  raw(text: string): void;
}

interface TranscriptOptions {
  cwd?: string;
  branch?: string;
  /** Time of the first record; without it records are of the moment they are written. */
  atMs?: number;
  /** Of each reply; what it writes to the cache, the next one reads. */
  tokens?: { output: number; cacheRead: number; cacheWrite: number };
  defer?: boolean;
}

/** Starts an empty transcript; each call appends one record and returns its key. */
export function startTranscript(home: BelfryHome, options: TranscriptOptions = {}): ClaudeTranscript {
  const { cwd = '/home/dev/tower' } = options;
  const sessionId = nextUuid();
  const directory = join(home.claudeRoot, 'projects', cwd.replace(/[^A-Za-z0-9-]/g, '-'));
  return writeTranscript(join(directory, `${sessionId}.jsonl`), sessionId, { ...options, cwd });
}

function writeTranscript(
  path: string,
  sessionId: string,
  options: TranscriptOptions & { agentId?: string },
): ClaudeTranscript {
  const { cwd, agentId, branch = 'main' } = options;
  const tokens = { output: 5, cacheRead: 100, cacheWrite: 10, ...options.tokens };
  let atMs = options.atMs ?? 0;
  let isLive = options.atMs === undefined;
  let parentUuid: string | null = null;
  mkdirSync(dirname(path), { recursive: true });
  if (!options.defer) writeFileSync(path, '');

  const append = (type: 'user' | 'assistant', rest: Record<string, unknown>) => {
    const uuid = nextUuid();
    atMs = isLive ? Math.max(atMs + 1, Date.now()) : atMs + 10;
    const record = {
      parentUuid,
      isSidechain: agentId !== undefined,
      ...(agentId === undefined ? {} : { agentId }),
      userType: 'external',
      cwd,
      sessionId,
      version: '2.1.330',
      gitBranch: branch,
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
        stop_reason: block.type === 'tool_use' ? 'tool_use' : 'end_turn',
        usage: {
          input_tokens: 3,
          output_tokens: tokens.output,
          cache_read_input_tokens: tokens.cacheRead,
          cache_creation_input_tokens: tokens.cacheWrite,
        },
      },
    });
    if (options.tokens !== undefined) tokens.cacheRead += tokens.cacheWrite;
    return id;
  };
  return {
    id: agentId === undefined ? `claude:${sessionId}` : `claude:${sessionId}/${agentId}`,
    path,
    sessionId,
    prompt: (text) => append('user', { message: { role: 'user', content: text } }),
    reply: (text) => assistant({ type: 'text', text }),
    think: (thinking) => assistant({ type: 'thinking', thinking, signature: 'c2lnbmVk' }),
    call(name, input) {
      const id = `toolu_${nextUuid()}`;
      assistant({ type: 'tool_use', id, name, input });
      return id;
    },
    result: (callId, text, isError = false, detail = { stdout: text, stderr: '', interrupted: false }) =>
      append('user', {
        message: {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: callId, content: text, is_error: isError }],
        },
        toolUseResult: detail,
      }),
    wait(ms) {
      atMs += ms;
    },
    catchUp() {
      isLive = true;
    },
    subagent(callId, description) {
      const id = nextUuid().slice(-12);
      const base = join(path.replace(/\.jsonl$/, ''), 'subagents', `agent-${id}`);
      const child = writeTranscript(`${base}.jsonl`, sessionId, {
        ...options,
        agentId: id,
        ...(isLive ? {} : { atMs }),
      });
      writeFileSync(
        `${base}.meta.json`,
        JSON.stringify({ agentType: 'general-purpose', description, toolUseId: callId, spawnDepth: 1 }),
      );
      return child;
    },
    raw: (text) => appendFileSync(path, text),
  };
}

/** Unlike any other of this process, and shaped like a UUID. */
function nextUuid(): string {
  count += 1;
  return `${process.pid.toString(16).padStart(8, '0')}-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
}
