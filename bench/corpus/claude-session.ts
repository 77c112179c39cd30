import { type Random, uuid } from './random.ts';
import type { TextPool } from './text-pool.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const models = [
  'claude-sonnet-4-5-20250929',
  'claude-opus-4-1-20250805',
  'claude-haiku-4-5-20251001',
  'claude-opus-4-5-20251101',
];
const tools = ['Read', 'Bash', 'Edit', 'Grep', 'Glob', 'Write', 'TodoWrite', 'Task', 'WebFetch'];

export interface SessionPlan {
  cwd: string;
  startMs: number;
  /** The session ends soon after it has this many bytes. */
  targetBytes: number;
}

/** Lines of one Claude Code transcript: prompts, replies of one block a record, tool calls and their results. */
export function* claudeSession(random: Random, pool: TextPool, plan: SessionPlan): Generator<string, string> {
  const sessionId = uuid(random);
  const model = random.pick(models);
  const version = `2.0.${random.integer(10, 76)}`;
  let atMs = plan.startMs;
  let parentUuid: string | null = null;
  let context = random.integer(12_000, 18_000);
  let written = 0;
  const line = (record: Record<string, unknown>) => {
    const text = `${JSON.stringify(record)}\n`;
    written += Buffer.byteLength(text);
    return text;
  };
  const chained = (type: string, rest: Record<string, unknown>) => {
    const id = uuid(random);
    const record = {
      parentUuid,
      isSidechain: false,
      userType: 'external',
      cwd: plan.cwd,
      sessionId,
      version,
      gitBranch: 'main',
      type,
      uuid: id,
      timestamp: new Date(atMs).toISOString(),
      ...rest,
    };
    parentUuid = id;
    return line(record);
  };
  while (written < plan.targetBytes) {
    atMs += random.integer(3000, 120_000);
    yield chained('user', { message: { role: 'user', content: pool.prose(random.length(5, 1.2, 20_000)) } });
    const steps = random.integer(2, 18);
    for (let step = 0; step < steps && written < plan.targetBytes * 1.05; step++) {
      atMs += random.integer(1500, 25_000);
      const added = random.integer(100, 6000);
      const usage = {
        input_tokens: random.integer(1, 12),
        cache_creation_input_tokens: added,
        cache_read_input_tokens: context,
        cache_creation: { ephemeral_5m_input_tokens: added, ephemeral_1h_input_tokens: 0 },
        output_tokens: random.integer(1, 900),
        service_tier: 'standard',
      };
      context = Math.min(170_000, context + added);
      const last = step === steps - 1;
      const call = last ? undefined : toolCall(random, pool, plan.cwd);
      const blocks: unknown[] = [];
      if (random.chance(0.3))
        blocks.push({
          type: 'thinking',
          thinking: pool.prose(random.length(6, 0.9, 12_000)),
          signature: random.letters(400, alphabet),
        });
      if (last || random.chance(0.5)) blocks.push({ type: 'text', text: pool.prose(random.length(5.5, 1, 12_000)) });
      if (call !== undefined) blocks.push(call);
      const id = `msg_01${random.letters(22, alphabet)}`;
      const requestId = `req_011${random.letters(21, alphabet)}`;
      for (const block of blocks) {
        atMs += random.integer(200, 900);
        yield chained('assistant', {
          requestId,
          message: {
            model,
            id,
            type: 'message',
            role: 'assistant',
            content: [block],
            stop_reason: block === blocks.at(-1) ? (last ? 'end_turn' : 'tool_use') : null,
            stop_sequence: null,
            usage,
          },
        });
      }
      if (call === undefined) continue;
      atMs += random.integer(50, 9000);
      const { content, detail } = toolResult(random, pool, call);
      yield chained('user', {
        message: {
          role: 'user',
          content: [
            {
              tool_use_id: call.id,
              type: 'tool_result',
              content,
              ...(call.name === 'Bash' ? { is_error: random.chance(0.08) } : {}),
            },
          ],
        },
        toolUseResult: detail,
      });
    }
  }
  return sessionId;
}

interface ToolUse {
  type: 'tool_use';
  id: string;
  name: string;
  input: Record<string, unknown>;
}

function toolCall(random: Random, pool: TextPool, cwd: string): ToolUse {
  const name = random.pick(tools);
  const file_path = `${cwd}/src/${pool.words(1)}/${pool.words(1)}.ts`;
  const inputs: Record<string, () => Record<string, unknown>> = {
    Edit: () => ({
      file_path,
      old_string: pool.code(random.length(5.5, 1, 8000)),
      new_string: pool.code(random.length(5.7, 1, 9000)),
    }),
    Write: () => ({ file_path, content: pool.code(random.length(7.5, 1, 40_000)) }),
    Bash: () => ({ command: `npx ${pool.words(1)} --${pool.words(1)} ${file_path}`, description: pool.words(6) }),
    Task: () => ({
      description: pool.words(5),
      prompt: pool.prose(random.length(6.5, 0.8, 8000)),
      subagent_type: 'general-purpose',
    }),
  };
  const input = inputs[name]?.() ?? { file_path, pattern: pool.words(1) };
  return { type: 'tool_use', id: `toolu_01${random.letters(22, alphabet)}`, name, input };
}

function toolResult(random: Random, pool: TextPool, call: ToolUse): { content: unknown; detail: unknown } {
  if (random.chance(0.0009)) {
    const data = pool.base64(random.integer(500_000, 1_100_000));
    return {
      content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }],
      detail: { type: 'image' },
    };
  }
  if (random.chance(0.0005))
    return { content: pool.code(500_000), detail: { type: 'text', file: { content: pool.code(450_000) } } };
  if (call.name === 'Read') {
    const content = pool.code(random.length(8.3, 0.9, 60_000));
    return {
      content,
      detail: {
        type: 'text',
        file: { filePath: call.input.file_path, content, numLines: 100, startLine: 1, totalLines: 100 },
      },
    };
  }
  if (call.name === 'Edit') {
    const patch = { oldStart: 1, oldLines: 9, newStart: 1, newLines: 12, lines: pool.code(900).split('\n') };
    return {
      content: pool.code(random.length(6.3, 0.5, 4000)),
      detail: {
        filePath: call.input.file_path,
        originalFile: pool.code(random.length(8.2, 0.9, 50_000)),
        structuredPatch: [patch],
      },
    };
  }
  const content = pool.code(random.length(6.2, 1.4, 30_000));
  return call.name === 'Bash'
    ? { content, detail: { stdout: content, stderr: '', interrupted: false } }
    : { content, detail: { numFiles: 5 } };
}
