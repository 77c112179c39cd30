import type { LogFields, Logger } from '@belfry/core';
import { type Logger as Pino, pino } from 'pino';

const ranks = { debug: 20, info: 30, warn: 40, error: 50 } as const;
export type LogLevel = keyof typeof ranks;

/** A logger whose level can be changed, that of its children with it. */
export interface DaemonLogger extends Logger {
  setLevel(level: LogLevel): void;
}

/** The daemon's log: one JSON object a line, to whatever takes lines. Transcript text never goes above `debug`. */
export function createLogger(destination: { write(line: string): void }, level: LogLevel): DaemonLogger {
  const limit = { rank: ranks[level] as number };
  const log = pino({ level: 'debug', base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    ...adapt(log, limit),
    setLevel(next) {
      limit.rank = ranks[next];
    },
  };
}

/** pino's own level is fixed in each child when it is made; `limit` is shared by all. */
function adapt(log: Pino, limit: { readonly rank: number }): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) => {
      if (ranks[level] >= limit.rank) log[level](fields, message);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => adapt(log.child(fields), limit),
  };
}
