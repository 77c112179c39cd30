import { describe, expect, it } from 'vitest';
import { endingQuestion, toAskedQuestions } from './asked.ts';

describe('a question at the end of words', () => {
  it.each([
    ['Done. Shall I commit it?', 'Done. Shall I commit it?'],
    ['I see two ways.\n\n**Which one do you want?**', '**Which one do you want?**'],
    ['続けますか？', '続けますか？'],
  ])('is found in %j', (words, text) => {
    expect(endingQuestion(words)).toEqual({ kind: 'reply', questions: [{ text, choices: [], multiple: false }] });
  });

  it('brings its choices when they stand behind it as a list', () => {
    const asks = endingQuestion('Which database?\n1. SQLite\n2. Postgres\n');
    expect(asks?.questions[0]?.choices).toEqual([{ label: 'SQLite' }, { label: 'Postgres' }]);
  });

  it.each(['Why? Because the clock jumped.', 'All tests pass.', '', '- done\n- done too', 'a?\n\nNothing else to do.'])(
    'is not found in %j',
    (words) => expect(endingQuestion(words)).toBeUndefined(),
  );
});

describe('questions of a tool', () => {
  it('keep header, choices and whether several may be taken', () => {
    const options = [{ label: 'A', description: 'first' }, 'B', 7];
    expect(toAskedQuestions([{ question: 'Which?', header: 'Way', options, multiSelect: true }, 'odd'])).toEqual([
      {
        text: 'Which?',
        header: 'Way',
        choices: [{ label: 'A', description: 'first' }, { label: 'B' }],
        multiple: true,
      },
    ]);
  });
});
