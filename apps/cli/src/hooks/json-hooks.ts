import {
  applyEdits,
  type FormattingOptions,
  type JSONPath,
  modify,
  type ParseError,
  parse,
  printParseErrorCode,
} from 'jsonc-parser';
import { quote } from './client-scripts.ts';
import { refused } from './settings-file.ts';

/** Settings in which an agent keeps hooks: `{ hooks: { <event>: [{ hooks: [{ type, command }] }] } }`. */
export type HookSettings = Record<string, unknown> & { hooks?: Record<string, unknown> };

/** Seconds after which the agent goes on without the client, which takes milliseconds; more than 3 Codex warns of. */
const timeoutSeconds = 3;

/**
 * Comments and trailing commas are passed over here, though agents do not: what is to be taken out must be found.
 * @throws BELFRY_SETTINGS_REFUSED when it is no JSON all the same, or its hooks are no object of lists
 */
export function parseHookSettings(path: string, text: string): HookSettings {
  const errors: ParseError[] = [];
  const value: unknown =
    text.trim() === '' ? {} : parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw refused(path, `is not valid JSON (${printParseErrorCode(error.error)} in line ${line})`, {
      hint: 'Correct it first; the agent cannot read it either.',
    });
  }
  if (!isObject(value)) throw refused(path, 'holds no JSON object');
  const { hooks } = value;
  if (hooks !== undefined && !(isObject(hooks) && Object.values(hooks).every(Array.isArray))) {
    throw refused(path, 'has hooks of a shape that is not known');
  }
  return value as HookSettings;
}

/** Claude Code leaves a whole file aside when it is not plain JSON: hooks in it would never be called. */
function checkPlain(path: string, text: string): void {
  try {
    if (text.trim() !== '') JSON.parse(text);
  } catch (cause) {
    throw refused(path, 'has comments or trailing commas', {
      cause,
      hint: 'Its agent does not read such a file at all: take them out first.',
    });
  }
}

/** Adds one entry to each event, behind those that are there. */
export function addHooks(path: string, text: string, events: readonly string[], command: string): string {
  parseHookSettings(path, text);
  checkPlain(path, text);
  let edited = text.trim() === '' ? '{}\n' : text;
  for (const event of events) {
    const { hooks } = parseHookSettings(path, edited);
    const entry = { hooks: [{ type: 'command', command, timeout: timeoutSeconds }] };
    const isThere = hooks?.[event] !== undefined;
    edited = edit(edited, ['hooks', event, ...(isThere ? [-1] : [])], isThere ? entry : [entry], isThere);
  }
  return edited;
}

/** Takes every entry away that calls `script`, and what holds nothing else; `keepsEmpty`: there were empty hooks before. */
export function removeHooks(path: string, text: string, script: string, keepsEmpty: boolean): string {
  let edited = text;
  for (;;) {
    const place = findOwn(parseHookSettings(path, edited), script);
    if (place === undefined) break;
    edited = edit(edited, place, undefined);
  }
  const { hooks } = parseHookSettings(path, edited);
  if (edited !== text && !keepsEmpty && hooks !== undefined && Object.keys(hooks).length === 0) {
    edited = edit(edited, ['hooks'], undefined);
  }
  return edited;
}

/** Events that call `script`. */
export function ownEvents(settings: HookSettings, script: string): string[] {
  return Object.entries(settings.hooks ?? {}).flatMap(([event, groups]) =>
    (groups as unknown[]).some((group) => entriesOf(group).some((entry) => isOwn(entry, script))) ? [event] : [],
  );
}

/** The largest piece that is all our own: an event, one of its groups, or one entry of a group. */
function findOwn(settings: HookSettings, script: string): JSONPath | undefined {
  for (const [event, given] of Object.entries(settings.hooks ?? {})) {
    const groups = given as unknown[];
    for (const [index, group] of groups.entries()) {
      const entries = entriesOf(group);
      const own = entries.findIndex((entry) => isOwn(entry, script));
      if (own === -1) continue;
      if (entries.length > 1) return ['hooks', event, index, 'hooks', own];
      return groups.length > 1 ? ['hooks', event, index] : ['hooks', event];
    }
  }
  return undefined;
}

export function setIn(text: string, path: JSONPath, value: unknown): string {
  return edit(text, path, value);
}

function edit(text: string, path: JSONPath, value: unknown, isArrayInsertion = false): string {
  const formattingOptions = formattingOf(text);
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}

/** As the file is indented already. */
function formattingOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const insertSpaces = !indent.startsWith('\t');
  return { insertSpaces, tabSize: insertSpaces ? indent.length : 4, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

function entriesOf(group: unknown): unknown[] {
  return isObject(group) && Array.isArray(group.hooks) ? group.hooks : [];
}

function isOwn(entry: unknown, script: string): boolean {
  return isObject(entry) && typeof entry.command === 'string' && entry.command.includes(quote(script));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
