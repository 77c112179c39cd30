import { expect, it } from 'vitest';
import { claudeFileTexts } from './file-texts.ts';

const textsOf = (toolUseResult: unknown) => claudeFileTexts({ type: 'user', toolUseResult });
const edit = { filePath: '/x/a.ts', oldString: 'a', newString: '$&b', originalFile: 'a a\n' };

it.each([
  ['one replacement', edit, { before: 'a a\n', after: '$&b a\n' }],
  ['a replacement everywhere', { ...edit, replaceAll: true }, { before: 'a a\n', after: '$&b $&b\n' }],
  ['a text that is not found', { ...edit, oldString: '“a”' }, { before: 'a a\n' }],
  [
    'a file that was written',
    { type: 'update', filePath: '/x/a.ts', content: 'new', originalFile: 'old' },
    { before: 'old', after: 'new' },
  ],
  ['a file that was made', { type: 'create', filePath: '/x/a.ts', content: 'new' }, { after: 'new' }],
  [
    'an empty file that was filled',
    { ...edit, oldString: '', newString: 'x', originalFile: '' },
    { before: '', after: 'x' },
  ],
  [
    'several replacements, one on another',
    {
      filePath: '/x/a.ts',
      originalFile: 'a',
      edits: [
        { old_string: 'a', new_string: 'b' },
        { old_string: 'b', new_string: 'c' },
      ],
    },
    { before: 'a', after: 'c' },
  ],
])('tells the text before and after %s', (_, result, expected) => {
  expect(textsOf(result)).toEqual([{ path: '/x/a.ts', ...expected }]);
});

it.each([
  ['a command', { stdout: 'x', content: 'y' }],
  ['an error', 'Error: no such file'],
  ['a replacement without the file', { filePath: '/x/a.ts', oldString: 'a', newString: 'b' }],
])('tells nothing of %s', (_, result) => {
  expect(textsOf(result)).toEqual([]);
});
