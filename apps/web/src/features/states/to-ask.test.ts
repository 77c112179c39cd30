import type { OpenQuestion } from '@belfry/core';
import { expect, test } from 'vitest';
import { toAsk } from './to-ask.ts';

const askedAt = '2026-11-21T12:00:00Z';
const permission: OpenQuestion = { kind: 'permission', tool: 'Bash', summary: 'npm publish', questions: [], askedAt };
const one = (text: string, labels: string[] = []) => ({
  text,
  choices: labels.map((label) => ({ label })),
  multiple: false,
});
const ask = (question?: OpenQuestion) => toAsk({ state: 'needs-permission', question }, 'Codex');

test('a permission names the tool, then the command, and says neither twice', () => {
  expect(ask({ ...permission, questions: [one('Bash: npm publish', ['Yes', 'No'])] })).toEqual({
    says: 'Codex wants to use Bash',
    command: 'npm publish',
    questions: [one('', ['Yes', 'No'])],
  });
  expect(ask({ ...permission, questions: [one('It will be public.')] }).questions).toEqual([one('It will be public.')]);
});

test('a question speaks for itself', () => {
  const question: OpenQuestion = { kind: 'choice', summary: 'Where?', questions: [one('Where?', ['Here'])], askedAt };
  expect(ask(question)).toEqual({ questions: [one('Where?', ['Here'])] });
});

test('where nobody knows what is asked, that it is asked is said', () => {
  expect(ask()).toEqual({ says: 'Codex asks for permission', questions: [] });
  expect(ask({ kind: 'plan', questions: [], askedAt })).toEqual({
    says: 'Codex asks whether to carry out its plan',
    questions: [],
  });
});
