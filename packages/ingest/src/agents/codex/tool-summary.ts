import { isObject, list, preview, type RawObject, text } from '../raw-fields.ts';
import { patchOf } from './apply-patch.ts';

/** Arguments of a call: the JSON they are when they parse to an object, else the text as it stands. */
export function readArguments(raw: unknown): RawObject | string {
  if (isObject(raw)) return raw;
  if (typeof raw !== 'string') return '';
  if (!raw.trimStart().startsWith('{')) return raw;
  try {
    const parsed: unknown = JSON.parse(raw);
    return isObject(parsed) ? parsed : raw;
  } catch {
    // An interrupted call may hold half of its arguments: they are shown as text.
    return raw;
  }
}

/** The fields that say most about a call, in the order they are looked for. */
const telling = [
  'cmd',
  'command',
  'query',
  'q',
  'path',
  'file_path',
  'message',
  'prompt',
  'task',
  'chars',
  'url',
  'uri',
];

/** One line about a call: the command, files, query or whatever its arguments say first. */
export function summarise(name: string, input: RawObject | string): string {
  const patch = patchOf(name, input);
  if (patch !== undefined) return preview(patch.map((file) => file.newPath ?? file.path).join(', '));
  if (typeof input === 'string') return preview(input);
  if (name === 'update_plan') return planSummary(input);
  for (const key of telling) {
    const field = input[key];
    if (typeof field === 'string' && field.trim() !== '') return preview(field);
    if (Array.isArray(field)) return preview(commandLine(field));
  }
  for (const field of Object.values(input)) {
    if (typeof field === 'string' && field.trim() !== '') return preview(field);
  }
  return Object.keys(input).length === 0 ? '' : preview(JSON.stringify(input));
}

/** The script of a `bash -lc` call, else the words joined. */
export function commandLine(words: readonly unknown[]): string {
  const [program, flag, script] = words;
  const runsScript = typeof program === 'string' && /(?:^|[\\/])(?:ba|z|da|k|fi)?sh(?:\.exe)?$/.test(program);
  if (runsScript && typeof flag === 'string' && /^-\w*c$/.test(flag) && typeof script === 'string') return script;
  return words.filter((word) => typeof word === 'string').join(' ');
}

function planSummary(input: RawObject): string {
  const steps = list(input, 'plan').filter(isObject);
  const done = steps.filter((step) => step.status === 'completed').length;
  const current = steps.find((step) => step.status === 'in_progress');
  const named = text(current, 'step');
  return preview(`${done}/${steps.length}${named === undefined ? '' : ` ${named}`}`);
}
