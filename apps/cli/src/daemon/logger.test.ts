import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

test('a level that is changed holds for children made before', () => {
  const lines: string[] = [];
  const logger = createLogger({ write: (line) => lines.push(line) }, 'warn');
  const child = logger.child({ mod: 'ingest' });
  child.info('unheard');
  logger.setLevel('debug');
  child.debug('heard', { at: 1 });
  logger.setLevel('error');
  logger.warn('unheard');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ msg: 'heard', mod: 'ingest', at: 1, level: 20 }]);
});
