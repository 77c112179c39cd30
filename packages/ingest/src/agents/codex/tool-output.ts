import { count, isObject, object, type RawObject, text } from '../raw-fields.ts';

/** What a tool's output says about itself. */
interface ToolOutput {
  text: string;
  exitCode?: number;
  /** Length of the lines before the output proper, which the agent's tool wrote. */
  headLength?: number;
  /** The call failed although no exit code says so. */
  failed: boolean;
}

/**
 * The output of a call: plain text, a list of content parts, or text beside a success flag. The earlier shell
 * tools wrapped text and exit code in JSON, later ones begin with lines that tell the code.
 */
export function readOutput(output: unknown): ToolOutput {
  if (isObject(output)) {
    const inner = readOutput(output.content ?? output.output ?? '');
    return output.success === false ? { ...inner, failed: true } : inner;
  }
  if (Array.isArray(output)) return ofText(output.map(partText).filter(Boolean).join('\n'));
  return ofText(typeof output === 'string' ? output : '');
}

function partText(part: unknown): string {
  return typeof part === 'string' ? part : isObject(part) ? (text(part, 'text') ?? '') : '';
}

function ofText(value: string): ToolOutput {
  const wrapped = unwrap(value);
  if (wrapped !== undefined) return wrapped;
  const head = readHead(value);
  return head === undefined ? { text: value, failed: failure.test(value) } : { text: value, failed: false, ...head };
}

/** `{"output": …, "metadata": {"exit_code": …}}` as text. */
function unwrap(value: string): ToolOutput | undefined {
  if (!value.startsWith('{') || !value.includes('"exit_code"')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    // Cut or merely looking like JSON: it is shown as the text it is.
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const inner = text(parsed, 'output');
  const code = exitCodeOf(object(parsed, 'metadata')) ?? exitCodeOf(parsed);
  if (inner === undefined || code === undefined) return undefined;
  return { text: inner, failed: false, exitCode: code };
}

const headWindow = 600;
const outputMark = /^Output:[ \r]*(?:\n|$)/m;
const stated = /^(?:Exit code: |Process exited with code )(-?\d+)\s*$/m;

/** The code told in the lines before the output proper, where a command cannot forge it. */
function readHead(value: string): { exitCode: number; headLength: number } | undefined {
  const window = value.slice(0, headWindow);
  const output = outputMark.exec(window);
  const match = stated.exec(output === null ? window : window.slice(0, output.index));
  if (match === null) return undefined;
  return { exitCode: Number(match[1]), headLength: output === null ? 0 : output.index + output[0].length };
}

/** How the agent itself words a call that never ran or was refused. */
const failure =
  /^(?:Wall time: [^\n]*\n)?(?:aborted by user|apply_patch verification failed|collab tool failed|error: |exec command rejected|exec_command failed|failed to parse function arguments|invalid agent id|patch rejected|Script failed|tool call error|unsupported (?:custom tool )?call|write_stdin failed)/i;

/** An integer exit code, negative ones (signals) included. */
export function exitCodeOf(value: RawObject | undefined): number | undefined {
  const code = value?.exit_code;
  return typeof code === 'number' && Number.isInteger(code) ? code : count(value, 'exit_code');
}

/** One line about a result: the exit code when it is not 0, else how much there is to read. */
export function outcomeOf(output: ToolOutput): string {
  if (output.exitCode !== undefined && output.exitCode !== 0) return `exit ${output.exitCode}`;
  if (output.failed) return 'failed';
  const lines = countLines(output.text, output.headLength ?? 0);
  return lines === 0 ? '' : lines === 1 ? '1 line' : `${lines} lines`;
}

function countLines(value: string, start: number): number {
  if (start >= value.length) return 0;
  let lines = value.endsWith('\n') ? 0 : 1;
  for (let at = value.indexOf('\n', start); at !== -1; at = value.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
