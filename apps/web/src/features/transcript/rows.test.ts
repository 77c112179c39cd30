import { describe, expect, test } from 'vitest';
import { aCallMessage, aMessage, aReply } from '../../testing/a-message.ts';
import { indexOfMessage, toRows } from './rows.ts';

const closed = () => false;
const kinds = (messages: Parameters<typeof toRows>[0], isOpen = closed) =>
  toRows(messages, isOpen).map((row) => row.kind);

describe('rows', () => {
  test('every block of a message is a row, in order, and a call without a block is not lost', () => {
    const message = aMessage('m', {
      blocks: [
        { type: 'thinking', text: 'hm', redacted: false },
        { type: 'text', text: 'Look:' },
        { type: 'other', name: 'server_tool_use', data: {} },
      ],
      calls: aCallMessage('m').calls,
    });
    expect(kinds([message])).toEqual(['thinking', 'say', 'other', 'tool']);
  });

  test('neighbouring looks are one row, also over messages; a failed one stands alone', () => {
    const messages = [
      aCallMessage('a', { kind: 'read' }),
      aCallMessage('b', { kind: 'search' }),
      aCallMessage('c', { kind: 'read', status: 'error' }),
      aCallMessage('d', { kind: 'read' }),
    ];
    const rows = toRows(messages, closed);
    expect(rows.map((row) => row.kind)).toEqual(['looks', 'tool', 'looks']);
    expect(rows[0]).toMatchObject({ key: 'a call call-a', uses: [{}, {}] });
  });

  test('an abandoned try folds into one row and opens on demand', () => {
    const messages = [
      aReply('a', 'one'),
      aReply('b', 'two', { abandoned: true }),
      aReply('c', 'three', { abandoned: true }),
      aReply('d', 'four'),
    ];
    expect(kinds(messages)).toEqual(['say', 'mark', 'say']);
    expect(toRows(messages, closed)[1]).toMatchObject({ mark: 'abandoned', messages: 2 });
    expect(kinds(messages, () => true)).toEqual(['say', 'mark', 'say', 'say', 'mark', 'say']);
  });

  test('what a fork inherited is shown, between borders', () => {
    expect(kinds([aReply('a', 'one', { inherited: true }), aReply('b', 'two')])).toEqual([
      'mark',
      'say',
      'mark',
      'say',
    ]);
  });

  test('a row keeps its key when older messages come before it', () => {
    const older = aReply('a', 'one');
    const newer = aCallMessage('b');
    const [alone] = toRows([newer], closed);
    expect(toRows([older, newer], closed)[1]?.key).toBe(alone?.key);
  });

  test('a message is found by its key, inside a joined or a folded row too', () => {
    const messages = [
      aCallMessage('a', { kind: 'read' }),
      aCallMessage('b', { kind: 'read' }),
      aReply('c', 'left', { abandoned: true }),
      aReply('d', 'left', { abandoned: true }),
      aReply('e', 'on'),
    ];
    const rows = toRows(messages, closed);
    expect(['a', 'b', 'c', 'd', 'e', 'x'].map((key) => indexOfMessage(rows, messages, key))).toEqual([
      0, 0, 1, 1, 2, -1,
    ]);
  });
});
