import type { LogFields, Logger } from '@belfry/core';
import { type Logger as Pino, pino } from 'pino';

/** The daemon's log: one JSON object a line, to whatever takes lines. Transcript text never goes above `debug`. */
export function createLogger(destination: { write(line: string): void }, level: string): Logger {
  return adapt(pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination));
}

function adapt(log: Pino): Logger {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      log[level](fields, message);
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => adapt(log.child(fields)),
  };
}
