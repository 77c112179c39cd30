import { expect, it } from 'vitest';
import { toBlockTexts } from './block-texts.ts';

it('texts of blocks are told apart by what they are, and placed as they are shown', () => {
  expect(
    toBlockTexts([
      { type: 'thinking', text: '', redacted: true },
      { type: 'text', text: 'said' },
      { type: 'image', mediaType: 'image/png', data: 'AAAA' },
      {
        type: 'tool-call',
        callId: 'c1',
        name: 'Bash',
        input: { command: ['ls', '-l'], timeout: 5, deep: { note: 'x' } },
      },
      { type: 'tool-call', callId: 'c2', name: 'apply', input: 'free text' },
      { type: 'tool-result', callId: 'c1', isError: false, text: 'out', stderr: 'err' },
      { type: 'tool-result', callId: 'c2', isError: true, text: 'all: err', stderr: 'err' },
      { type: 'other', name: 'odd', data: { deep: ['kept', null, true] } },
    ]),
  ).toEqual([
    { kind: 'message', callId: '', text: 'said', nth: 0, block: 1 },
    { kind: 'tool-input', callId: 'c1', text: 'ls\n-l\n5\nx', nth: 0, block: 3 },
    { kind: 'tool-input', callId: 'c2', text: 'free text', nth: 1, block: 4 },
    { kind: 'tool-output', callId: 'c1', text: 'out\nerr', nth: 0, block: 0 },
    { kind: 'tool-output', callId: 'c2', text: 'all: err', nth: 1, block: 1 },
    { kind: 'message', callId: '', text: 'kept\ntrue', nth: 1, block: 5 },
  ]);
});
