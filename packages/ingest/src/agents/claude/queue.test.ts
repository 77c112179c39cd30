import { describe, expect, it } from 'vitest';
import { aRecord, aUser, factsOf, read, session } from './test-records.ts';

const operation = (name: string, fields: object = {}) => ({
  type: 'queue-operation',
  operation: name,
  timestamp: '2026-01-01T00:00:00.000Z',
  sessionId: session,
  ...fields,
});
const enqueue = (content: string) => operation('enqueue', { content });

function messages(records: Parameters<typeof read>[0]): string[] {
  return factsOf(read(records), 'message').map(({ variant, preview }) => `${variant}: ${preview}`);
}

describe('a prompt from the queue', () => {
  it('is the message itself where the agent wrote nothing else of it', () => {
    const reading = read([aUser('go'), enqueue('and faster'), operation('remove')]);
    const queued = factsOf(reading, 'message')[1];
    expect(queued).toMatchObject({ role: 'user', variant: 'queued', preview: 'and faster' });
    expect(queued?.span.offset).toBe(reading.offsets[1]);
  });

  it('is told once when it comes as a user record', () => {
    const records = [enqueue('and faster'), operation('dequeue'), aUser('and faster', { promptSource: 'queued' })];
    expect(messages(records)).toEqual(['queued: and faster']);
  });

  it('is told once when it comes as an attachment', () => {
    const attach = (attachment: object) => aRecord({ type: 'attachment', attachment });
    const records = [
      attach({ type: 'skill_listing' }),
      enqueue('and faster'),
      operation('remove'),
      attach({ type: 'queued_command', prompt: 'and faster' }),
    ];
    expect(messages(records)).toEqual(['queued: and faster']);
  });

  it('is not told when the user took it back', () => {
    expect(messages([enqueue('never mind'), operation('popAll'), operation('remove')])).toEqual([]);
  });

  it('leaves the queue in turn', () => {
    const records = [
      enqueue('first'),
      enqueue('second'),
      operation('dequeue'),
      operation('remove'),
      operation('remove'),
    ];
    expect(messages(records)).toEqual(['queued: second']);
  });

  it('is a notice when the agent put it there', () => {
    const notification = '<task-notification><summary>Done</summary></task-notification>';
    expect(messages([enqueue(notification), operation('remove')])).toEqual(['notice: Done']);
  });
});
