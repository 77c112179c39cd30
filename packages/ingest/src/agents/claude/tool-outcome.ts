import { count, isObject, list, name, object, preview, type RawObject, text } from '../raw-fields.ts';
import { countLines, linesIn } from './diff.ts';

const exitLine = /^(?:Error: )?Exit code (\d{1,10})\b/;

/** The exit code a failed command's text begins with; the agent stores it nowhere else. */
export function exitCodeOf(output: string): number | undefined {
  const code = exitLine.exec(output)?.[1];
  return code === undefined ? undefined : Number(code);
}

const refusals: readonly (readonly [string, string])[] = [
  ["The user doesn't want to", 'rejected'],
  ['User rejected tool use', 'rejected'],
  ['[Request interrupted by user', 'interrupted'],
];

/** One line about a result: `exit 1`, `212 lines`, `+9 −1`, an error's first line. */
export function toOutcome(output: string, isError: boolean, details: RawObject | undefined, record: RawObject): string {
  const code = exitCodeOf(output);
  if (code !== undefined && (isError || code !== 0)) return `exit ${code}`;
  if (isError) return toErrorOutcome(output, record);
  return (details === undefined ? undefined : toDetailOutcome(details)) ?? toTextOutcome(output);
}

function toErrorOutcome(output: string, record: RawObject): string {
  const refusal = refusals.find(([phrase]) => output.startsWith(phrase));
  if (refusal !== undefined) return refusal[1];
  if (name(record, 'toolDenialKind') !== undefined) return 'rejected';
  const message = output
    .slice(0, 2000)
    .replace(/^\s*<tool_use_error>/, '')
    .replace('</tool_use_error>', '');
  return preview(firstLine(message)) || 'error';
}

function toDetailOutcome(details: RawObject): string | undefined {
  const change = countLines(details);
  if (change !== undefined) return `+${change.added} −${change.removed}`;
  if (details.interrupted === true) return 'interrupted';
  if (name(details, 'backgroundTaskId') !== undefined) return 'in background';
  const meaning = name(details, 'returnCodeInterpretation');
  if (meaning !== undefined) return preview(meaning);
  const stdout = text(details, 'stdout');
  if (stdout !== undefined)
    return toTextOutcome([stdout, text(details, 'stderr') ?? ''].filter(Boolean).join('\n')) || 'no output';
  const file = object(details, 'file');
  if (file !== undefined) return toFileOutcome(details, file);
  if (typeof details.numFiles === 'number') return toSearchOutcome(details);
  if (name(details, 'agentId') !== undefined || name(details, 'runId') !== undefined) return toAgentOutcome(details);
  const results = list(details, 'results');
  if (results.length > 0) return plural(results.filter(isObject).length, 'result');
  return undefined;
}

function toFileOutcome(details: RawObject, file: RawObject): string | undefined {
  if (details.type === 'file_unchanged') return 'unchanged';
  const lines = count(file, 'numLines');
  return lines === undefined ? name(details, 'type') : plural(lines, 'line');
}

function toSearchOutcome(details: RawObject): string {
  const lines = count(details, 'numLines');
  if (details.mode === 'content' && lines !== undefined) return plural(lines, 'line');
  return plural(count(details, 'numFiles') ?? 0, 'file');
}

function toAgentOutcome(details: RawObject): string | undefined {
  const status = name(details, 'status');
  if (status === 'async_launched' || status === 'remote_launched') return 'in background';
  const tools = count(details, 'totalToolUseCount');
  const took = count(details, 'totalDurationMs');
  const parts = [
    tools === undefined ? undefined : plural(tools, 'tool call'),
    took === undefined ? undefined : `${Math.round(took / 1000)} s`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : status;
}

function toTextOutcome(output: string): string {
  const lines = linesIn(output);
  if (lines === 0) return '';
  return lines === 1 && output.length <= 80 ? preview(output) : plural(lines, 'line');
}

function firstLine(value: string): string {
  const start = value.trimStart();
  const end = start.indexOf('\n');
  return end < 0 ? start : start.slice(0, end);
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
