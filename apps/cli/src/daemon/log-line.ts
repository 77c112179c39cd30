const levels = new Map([
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
]);

/** A line of the log as a person reads it: time, level, message, then the fields. Other text stays as it is. */
export function toLogText(line: string): string {
  const entry = parseEntry(line);
  if (entry === undefined) return line;
  const { time, level, msg, ...fields } = entry;
  const shown = Object.entries(fields).map(([key, value]) => `${key}=${toText(value)}`);
  return [time, (levels.get(Number(level)) ?? String(level)).padEnd(5), String(msg), ...shown].join('  ');
}

function parseEntry(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    // The first line may be cut, and a crash writes plain text: both are shown as they stand.
    return undefined;
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value);
}
