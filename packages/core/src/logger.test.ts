import { expect, it } from 'vitest';
import { silentLogger } from './logger.ts';

it('a library without a logger says nothing, and neither do its children', () => {
  const child = silentLogger.child({ mod: 'tailer' });
  for (const say of [child.debug, child.info, child.warn, child.error])
    expect(say('message', { key: 1 })).toBeUndefined();
});
