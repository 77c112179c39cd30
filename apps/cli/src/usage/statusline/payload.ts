/** What Claude Code tells its status line, as far as it is shown; every field may be missing. */
export interface StatuslinePayload {
  sessionId: string;
  model: string;
  /** Dollars, as Claude Code counts them. */
  cost?: number;
  contextTokens?: number;
  contextPercent?: number;
  fiveHourPercent?: number;
  sevenDayPercent?: number;
}

/** `undefined` when it is no JSON object with a session. */
export function parsePayload(text: string): StatuslinePayload | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Said by whoever asked.
    return undefined;
  }
  const sessionId = at(value, 'session_id');
  if (typeof sessionId !== 'string') return undefined;
  const name = at(value, 'model', 'display_name') ?? at(value, 'model', 'id');
  const numbers = {
    cost: at(value, 'cost', 'total_cost_usd'),
    contextTokens: at(value, 'context_window', 'total_input_tokens'),
    contextPercent: at(value, 'context_window', 'used_percentage'),
    fiveHourPercent: at(value, 'rate_limits', 'five_hour', 'used_percentage'),
    sevenDayPercent: at(value, 'rate_limits', 'seven_day', 'used_percentage'),
  };
  return {
    sessionId,
    model: typeof name === 'string' && name !== '' ? name : 'Claude',
    ...Object.fromEntries(Object.entries(numbers).filter(([, number]) => typeof number === 'number')),
  };
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined),
    value,
  );
}
