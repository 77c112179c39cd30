import { expect, test } from 'vitest';
import { resumeCommand } from './resume-command.ts';

test('a session is resumed in its own directory, whatever that is called', () => {
  expect(resumeCommand({ id: 'claude:0a1b-2c', cwd: '/home/ada/engine' })).toBe(
    'cd /home/ada/engine && claude --resume 0a1b-2c',
  );
  expect(resumeCommand({ id: 'codex:0a1b', cwd: "/home/ada's/x; rm -rf ~" })).toBe(
    `cd '/home/ada'\\''s/x; rm -rf ~' && codex resume 0a1b`,
  );
});

test('what cannot be resumed has no command', () => {
  expect(resumeCommand({ id: 'aider:1', cwd: '/' })).toBeUndefined();
  expect(resumeCommand({ id: 'claude:1/agent-2', relation: 'subagent' })).toBeUndefined();
  expect(resumeCommand({ id: 'claude:1; reboot' })).toBeUndefined();
});
