import type { QuotaSample, StatusLineFact } from '@belfry/core';
import type { SignalReading } from '../../agent-hooks.ts';
import { present, sessionId, shortText, wrongShape } from '../hook-payload.ts';
import { count, isObject, object, type RawObject, timeMs } from '../raw-fields.ts';

/** Standard input of the status line command of Claude Code. */
export function readClaudeStatusLine(payload: unknown, atMs: number): SignalReading<StatusLineFact> {
  if (!isObject(payload)) return wrongShape(payload, 'status line payload is no object');
  const session = sessionId(payload, 'session_id');
  if (session === undefined) return wrongShape(payload, 'status line without a session');
  const window = object(payload, 'context_window');
  // Before the first answer of a session its counts are 0, which nobody has counted.
  const isCounted = isObject(window?.current_usage);
  const quota = readQuota(object(payload, 'rate_limits'), atMs);
  const model = object(payload, 'model');
  const fact: StatusLineFact = {
    type: 'status-line',
    agent: 'claude',
    session,
    at: atMs,
    ...present({
      cwd: shortText(payload, 'cwd'),
      model: model && shortText(model, 'id'),
      contextWindow: count(window, 'context_window_size'),
      contextTokens: isCounted ? count(window, 'total_input_tokens') : undefined,
      contextPercent: percent(window?.used_percentage),
      costMicros: micros(object(payload, 'cost')?.total_cost_usd),
      quota: quota.length === 0 ? undefined : quota,
    }),
  };
  return { fact };
}

const windowMinutes: Readonly<Record<string, number>> = { five_hour: 300, seven_day: 10_080 };

/** The plan's windows, under the agent's own names; one that is not told, or not by a number, is absent. */
function readQuota(limits: RawObject | undefined, atMs: number): QuotaSample[] {
  return Object.entries(limits ?? {}).flatMap(([limit, window]) => {
    if (!isObject(window) || !/^\w{1,40}$/.test(limit)) return [];
    const usedPercent = percent(window.used_percentage);
    if (usedPercent === undefined) return [];
    const resetsAtMs = timeMs(window, 'resets_at');
    return [
      {
        agent: 'claude',
        limit,
        usedPercent,
        at: new Date(atMs).toISOString(),
        ...present({
          windowMinutes: Object.hasOwn(windowMinutes, limit) ? windowMinutes[limit] : undefined,
          resetsAt: resetsAtMs === undefined ? undefined : new Date(resetsAtMs).toISOString(),
        }),
      },
    ];
  });
}

function percent(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : undefined;
}

function micros(dollars: unknown): number | undefined {
  if (typeof dollars !== 'number' || !(dollars >= 0)) return undefined;
  const whole = Math.round(dollars * 1_000_000);
  return Number.isSafeInteger(whole) ? whole : undefined;
}
