import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BelfryHome } from './belfry-home.ts';
import { type ClaudeTranscript, startTranscript } from './claude-lines.ts';

/** A session that has a subagent and a stored output. */
export function aFamily(home: BelfryHome, word: string): ClaudeTranscript & { output: string } {
  const session = startTranscript(home, { atMs: Date.UTC(2026, 0, 2) });
  session.prompt(`Where is the ${word}?`);
  const call = session.call('Agent', { description: 'Look for it', prompt: 'look' });
  const child = session.subagent(call, 'Look for it');
  child.prompt('look');
  child.reply(`No ${word} here.`);
  session.result(call, 'done');
  session.reply(`There is no ${word}.`);
  const output = join(dirname(session.path), session.sessionId, 'tool-results', 'toolu_1.txt');
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, `the whole ${word}\n`);
  return { ...session, output };
}
