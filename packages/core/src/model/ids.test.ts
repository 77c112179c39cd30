import { describe, expect, it } from 'vitest';
import { fromSessionId, toSessionId } from './ids.ts';

describe('a session id', () => {
  it.each(['11111111-1111-4111-8111-111111111111', 'parent/agent-1', 'with:colon', 'ü'])(
    'is taken apart into what it was made of: %s',
    (native) => {
      expect(fromSessionId(toSessionId('claude', native))).toEqual({ agent: 'claude', native });
    },
  );

  it.each(['', 'claude', ':native', 'claude:'])('without both parts is none: %j', (id) => {
    expect(fromSessionId(id)).toBeUndefined();
  });
});
