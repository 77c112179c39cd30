import { expect, it } from 'vitest';
import { claudeProcessNote } from './process-note.ts';

const note = {
  pid: 7,
  sessionId: '0a0a0a0a-0000-4000-8000-00000000000a',
  startedAt: 1_793_600_000_000,
  status: 'idle',
};

it('tells which session a process works on', () => {
  expect(claudeProcessNote.read(note)).toEqual({
    pid: 7,
    session: '0a0a0a0a-0000-4000-8000-00000000000a',
    startedAtMs: 1_793_600_000_000,
  });
  expect(claudeProcessNote.path(7)).toBe('sessions/7.json');
});

it.each([[null], ['x'], [{}], [{ ...note, sessionId: '../x' }], [{ ...note, startedAt: undefined }]])(
  '%j is no note',
  (other) => {
    expect(claudeProcessNote.read(other)).toBeUndefined();
  },
);
