import { type Random, uuid } from './random.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface CompactPlan {
  sessionId: string;
  /** Set for a subagent's file. */
  agentId?: string;
  cwd: string;
  startMs: number;
  messages: number;
}

/**
 * A Claude Code transcript of short texts: for measures in which the number of rows counts and the bytes behind them
 * do not. One message in 15 is a prompt, three replies in five make a call, one call in twenty fails.
 */
export function compactSession(random: Random, plan: CompactPlan): string {
  const lines: string[] = [];
  let atMs = plan.startMs;
  const add = (type: string, rest: Record<string, unknown>) => {
    atMs += random.integer(200, 40_000);
    lines.push(
      JSON.stringify({
        isSidechain: plan.agentId !== undefined,
        cwd: plan.cwd,
        sessionId: plan.sessionId,
        version: '2.1.100',
        gitBranch: 'main',
        type,
        uuid: uuid(random),
        timestamp: new Date(atMs).toISOString(),
        ...(plan.agentId === undefined ? {} : { agentId: plan.agentId }),
        ...rest,
      }),
    );
  };
  for (let n = 0; n < plan.messages; n++) {
    if (n % 15 === 0) {
      add('user', { message: { role: 'user', content: `Look at part ${random.integer(1, 9999)} again` } });
      continue;
    }
    const id = `msg_01${random.letters(22, alphabet)}`;
    const call = random.chance(0.6) ? toCall(random, plan.cwd) : undefined;
    add('assistant', {
      requestId: `req_011${random.letters(21, alphabet)}`,
      message: {
        id,
        model: 'claude-sonnet-4-5-20250929',
        role: 'assistant',
        content: [call ?? { type: 'text', text: `Part ${random.integer(1, 9999)} rounds as it should` }],
        usage: { input_tokens: 3, output_tokens: random.integer(1, 900), cache_read_input_tokens: 20_000 },
      },
    });
    if (call === undefined) continue;
    const failed = random.chance(0.05);
    const path = call.input.file_path;
    const patch = { oldStart: 1, oldLines: 1, newStart: 1, newLines: 2, lines: ['-a', '+b', '+c'] };
    add('user', {
      message: {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: call.id, content: failed ? 'no' : 'ok', is_error: failed }],
      },
      ...(call.name === 'Edit' && !failed ? { toolUseResult: { filePath: path, structuredPatch: [patch] } } : {}),
    });
  }
  return `${lines.join('\n')}\n`;
}

function toCall(random: Random, cwd: string) {
  const name = random.pick(['Bash', 'Bash', 'Read', 'Read', 'Edit', 'Grep']);
  const id = `toolu_01${random.letters(22, alphabet)}`;
  // Few files are touched often, many seldom.
  const file_path = `${cwd}/src/part-${Math.floor(400 ** random.next())}/${Math.floor(5 ** random.next())}.ts`;
  const input = name === 'Bash' ? { command: `make part-${random.integer(1, 999)}`, file_path: '' } : { file_path };
  return { type: 'tool_use', id, name, input };
}
