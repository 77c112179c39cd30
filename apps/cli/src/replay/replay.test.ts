import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '@belfry/attention';
import { tempHome } from '@belfry/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runReplay } from './run-replay.ts';
import { isScenario, readScenario } from './scenario.ts';
import { readTranscript } from './transcript-happenings.ts';

const id = '0a0a0a0a-0000-4000-8000-00000000000a';
const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 9, 0, second)).toISOString();
const common = { sessionId: id, cwd: '/home/ada', version: '2.1.100', isSidechain: false };
const prompt = { type: 'user', uuid: 'u1', ...common, message: { role: 'user', content: 'Fix it' } };
const reply = { model: 'claude-opus', role: 'assistant', usage: { input_tokens: 1, output_tokens: 1 } };
const call = { type: 'tool_use', id: 'c1', name: 'Bash', input: { command: 'npm test' } };
const done = { type: 'text', text: 'All green.' };

const records = [
  { ...prompt, timestamp: at(0) },
  { type: 'assistant', uuid: 'u2', ...common, timestamp: at(3), message: { id: 'm1', ...reply, content: [call] } },
  {
    type: 'user',
    uuid: 'u3',
    ...common,
    timestamp: at(9),
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'ok' }] },
  },
  {
    type: 'assistant',
    uuid: 'u4',
    ...common,
    timestamp: at(11),
    message: { id: 'm2', ...reply, stop_reason: 'end_turn', content: [done] },
  },
];
const lines = records.map((record) => `${JSON.stringify(record)}\n`);

function statesOf(happenings: Parameters<typeof replay>[0], afterMs = 0): string[] {
  return replay(happenings, { afterMs }).flatMap((entry) =>
    entry.type === 'state'
      ? [`${(entry.at - Date.parse(at(0))) / 1000} ${entry.state.sessionId} ${entry.state.state}`]
      : [],
  );
}

describe('replay', () => {
  let home: ReturnType<typeof tempHome>;
  beforeEach(() => {
    home = tempHome();
  });
  afterEach(() => home.remove());

  it('tells a transcript at the times of its records, with those of its subagents', () => {
    const dir = join(home.home, '.claude/projects/-home-ada');
    mkdirSync(join(dir, id, 'subagents'), { recursive: true });
    writeFileSync(join(dir, `${id}.jsonl`), lines.join(''));
    const child = { ...prompt, agentId: 'a1b2c3d', isSidechain: true, timestamp: at(4) };
    writeFileSync(join(dir, id, 'subagents/agent-a1b2c3d.jsonl'), `${JSON.stringify(child)}\n`);
    const states = statesOf(readTranscript(join(dir, `${id}.jsonl`)));
    expect(states.filter((line) => line.includes('a1b2c3d'))).toContain(`4 claude:${id}/a1b2c3d working`);
    expect(states.at(-1)).toBe(`11 claude:${id} working`);
  });

  it('tells a recording as it was heard: bytes as they came, hooks and processes between them', () => {
    const dir = join(home.home, 'recording');
    mkdirSync(dir);
    const sizes = lines.map((_, index) => Buffer.byteLength(lines.slice(0, index + 1).join('')));
    const path = `/home/ada/.claude/projects/-home-ada/${id}.jsonl`;
    const base = { session_id: id, adapter: 'claude-code' };
    const grown = (second: number, size: number | undefined) => ({
      ts: at(second),
      kind: 'transcript_activity',
      ...base,
      transcript_path: path,
      file_size: size,
    });
    const events = [
      { ts: at(0), kind: 'pid_discovered', ...base, pid: 7 },
      grown(1, sizes[0]),
      grown(4, sizes[1]),
      { ts: at(5), kind: 'hook_received', ...base, hook_name: 'PermissionRequest' },
      { ts: at(6), kind: 'state_transition', ...base, new_state: 'waiting' },
      grown(10, sizes[2]),
      grown(12, sizes[3]),
      { ts: at(20), kind: 'process_exited', ...base, pid: 7 },
    ];
    writeFileSync(join(dir, 'events.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    writeFileSync(join(dir, 'transcript.jsonl'), lines.join(''));
    expect(isScenario(dir)).toBe(true);
    const { happenings, withoutText } = readScenario(dir);
    expect(withoutText).toEqual([]);
    expect(statesOf(happenings)).toEqual(
      ['0 idle', '1 working', '5 needs-permission', '10 working', '12 idle', '20 ended'].map((line) =>
        line.replace(' ', ` claude:${id} `),
      ),
    );
  });

  it('refuses a file no agent has written', () => {
    const file = join(home.home, 'notes.txt');
    writeFileSync(file, 'hello\n');
    expect(() => readTranscript(file)).toThrow('No agent that belfry knows');
  });

  it('says what it needs when it is given something else', () => {
    expect(() => runReplay(join(home.home, 'nowhere'), {})).toThrow('There is no ');
    expect(() => runReplay(home.home, {})).toThrow('There is no recording');
    expect(() => runReplay(home.home, { rule: ['stuk'] })).toThrow('There is no rule stuk');
  });
});
