import { expect, test } from 'vitest';
import { toPlanSteps } from './plan-steps.ts';

test("a plan reads the same in either agent's shape", () => {
  const steps = [
    { text: 'a', status: 'done' },
    { text: 'b', status: 'doing' },
    { text: 'c', status: 'open' },
  ];
  const status = ['completed', 'in_progress', 'pending'];
  expect(toPlanSteps({ todos: ['a', 'b', 'c'].map((content, n) => ({ content, status: status[n] })) })).toEqual(steps);
  expect(toPlanSteps({ plan: ['a', 'b', 'c'].map((step, n) => ({ step, status: status[n] })) })).toEqual(steps);
});

test('anything else is no plan', () => {
  expect([undefined, 'text', {}, { todos: 'x' }, { todos: [null, 3, {}] }].flatMap(toPlanSteps)).toEqual([]);
});
