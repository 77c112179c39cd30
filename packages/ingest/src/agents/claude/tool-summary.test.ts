import { expect, it } from 'vitest';
import { toSummary, toToolKind } from './tool-summary.ts';

it.each([
  ['Bash', 'shell'],
  ['MultiEdit', 'edit'],
  ['Task', 'subagent'],
  ['Agent', 'subagent'],
  ['TodoWrite', 'plan'],
  ['AskUserQuestion', 'question'],
  ['mcp__linear__list_issues', 'mcp'],
  ['toString', 'other'],
  ['Hologram', 'other'],
])('%s is of kind %s', (tool, kind) => {
  expect(toToolKind(tool)).toBe(kind);
});

it.each([
  ['Bash', { command: 'ls\n-l', description: 'List' }, 'ls -l'],
  ['Read', { file_path: '/a/b.ts', offset: 3 }, '/a/b.ts'],
  ['Grep', { pattern: 'x', path: 'src' }, 'x in src'],
  ['Grep', { pattern: 'x' }, 'x'],
  ['Task', { prompt: 'Look around', description: 'Scout' }, 'Scout'],
  [
    'TodoWrite',
    { todos: [{ status: 'completed' }, { status: 'in_progress', activeForm: 'Ringing' }] },
    '1 of 2 done: Ringing',
  ],
  ['TaskUpdate', { taskId: '3', status: 'completed' }, '3 completed'],
  ['AskUserQuestion', { questions: [{ question: 'Red?' }, { question: 'Blue?' }, 7] }, 'Red? · Blue?'],
  ['mcp__maps__find_star', { query: 'Vega' }, 'maps/find_star Vega'],
  ['mcp__maps__list', {}, 'maps/list'],
  ['Skill', { skill: 'paint', args: 'red' }, 'paint red'],
  ['Workflow', { script: "export const meta = { description: 'Three ships' }" }, 'Three ships'],
  ['Hologram', { depth: 3, shape: 'cube' }, 'cube'],
  ['Hologram', 'as text', 'as text'],
  ['Hologram', null, ''],
])('%s %j → %s', (tool, input, summary) => {
  expect(toSummary(tool, input)).toBe(summary);
});
