import type { BelfryError } from '@belfry/core';
import { createColors } from 'picocolors';
import { wantsColor } from './color.ts';
import { printable } from './printable.ts';

/** What failed, then what to do; the stack only when asked for, or when it is belfry's own fault. */
export function printError(error: BelfryError, stream: NodeJS.WriteStream, withStack: boolean): void {
  const color = createColors(wantsColor(stream, process.env));
  stream.write(`${color.red('belfry:')} ${printable(error.message)} ${color.dim(`[${error.code}]`)}\n`);
  if (error.hint !== undefined) stream.write(`${error.hint}\n`);
  if (!withStack && error.code !== 'BELFRY_INTERNAL') return;
  // The stack of the wrapping error only says where it was wrapped.
  const origin = error.cause instanceof Error ? error.cause : error;
  stream.write(`${origin.stack ?? ''}\n`);
}
