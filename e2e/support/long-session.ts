import { appendFileSync } from 'node:fs';
import type { BelfryHome } from './belfry-home.ts';
import { type ClaudeTranscript, startTranscript } from './claude-lines.ts';

/** A session of about so many bytes, with one output somewhere in its middle that holds a word nothing else holds. */
export interface LongSession {
  transcript: ClaudeTranscript;
  /** Prompts in it, numbered from 0. */
  prompts: number;
}

/**
 * Writes a transcript as long as a week of work. The call in its middle prints 4,000 lines; `needle` stands on line
 * 3,000 of them, far below what is shown before somebody asks for all of it.
 */
export function writeLongSession(home: BelfryHome, bytes: number, needle: string): LongSession {
  const transcript = startTranscript(home, { cwd: '/home/dev/cathedral', atMs: Date.UTC(2026, 9, 1) });
  const turn = turnLines();
  const turns = Math.ceil(bytes / turn.bytes);
  for (let number = 0; number < turns; number++) {
    transcript.prompt(`Prompt ${number}: lay the next course of stones`);
    if (number === Math.floor(turns / 2)) {
      const call = transcript.call('Bash', { command: 'survey --every-stone' });
      const lines = Array.from({ length: 4000 }, (_, line) =>
        line === 3000 ? `stone ${line} bears the mark ${needle}` : `stone ${line} is plain and square`,
      );
      transcript.result(call, lines.join('\n'));
    }
    appendFileSync(transcript.path, turn.at(transcript, number));
  }
  transcript.reply('The last stone is laid.');
  return { transcript, prompts: turns };
}

/** Records of one turn, made once as text and numbered when they are written: a hundred megabytes take a second. */
function turnLines(): { bytes: number; at(transcript: ClaudeTranscript, number: number): string } {
  const stones = Array.from({ length: 120 }, (_, line) => `course ${line}: mortar, level, plumb line, stone`).join(
    '\n',
  );
  const at = ({ sessionId }: ClaudeTranscript, number: number) =>
    Array.from({ length: 6 }, (_, step) => {
      const name = `${number}-${step}`;
      const base = {
        parentUuid: null,
        isSidechain: false,
        userType: 'external',
        cwd: '/home/dev/cathedral',
        sessionId,
        version: '2.1.330',
        gitBranch: 'main',
        timestamp: new Date(Date.UTC(2026, 9, 1) + number * 60_000 + step * 5000).toISOString(),
      };
      const call = { type: 'tool_use', id: `toolu_${name}`, name: 'Bash', input: { command: `lay --course ${name}` } };
      const message = {
        id: `msg_${name}`,
        type: 'message',
        role: 'assistant',
        model: 'claude-opus-5-5',
        content: [call],
      };
      const result = { type: 'tool_result', tool_use_id: call.id, content: stones, is_error: false };
      const usage = {
        input_tokens: 3,
        output_tokens: 20,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 0,
      };
      return [
        { ...base, type: 'assistant', uuid: `a-${name}`, requestId: `req_${name}`, message: { ...message, usage } },
        { ...base, type: 'user', uuid: `u-${name}`, message: { role: 'user', content: [result] } },
      ]
        .map((record) => `${JSON.stringify(record)}\n`)
        .join('');
    }).join('');
  return { bytes: Buffer.byteLength(at({ sessionId: '0'.repeat(36) } as ClaudeTranscript, 0)), at };
}
