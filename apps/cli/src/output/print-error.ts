import type { BelfryError } from '@belfry/core';
import { createColors } from 'picocolors';
import { wantsColor } from './color.ts';

/** What failed, then what to do; the stack only when asked for. */
export function printError(error: BelfryError, stream: NodeJS.WriteStream, withStack: boolean): void {
  const color = createColors(wantsColor(stream, process.env));
  stream.write(`${color.red('belfry:')} ${error.message} ${color.dim(`[${error.code}]`)}\n`);
  if (error.hint !== undefined) stream.write(`${error.hint}\n`);
  if (withStack || error.code === 'BELFRY_INTERNAL') stream.write(`${error.stack ?? ''}\n`);
}
