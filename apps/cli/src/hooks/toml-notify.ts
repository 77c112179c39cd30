import { isDeepStrictEqual } from 'node:util';
import { parse, TomlError } from 'smol-toml';
import { refused } from './settings-file.ts';

/** Stands above the line, where it was not there before. */
const mark = '# For belfry; taken away by: belfry hooks uninstall';

/** Where the value of `notify` stands in the text. */
interface Assignment {
  /** From the beginning of its line. */
  start: number;
  valueStart: number;
  valueEnd: number;
  words: string[];
}

/** Puts a client before the program that `notify` names, or in its place when there is none. */
export function addNotify(path: string, text: string, client: readonly string[]): string {
  const found = findNotify(path, text);
  const words = [...client, ...(found?.words ?? [])];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edited =
    found === undefined
      ? `${mark}${eol}notify = ${toToml(words)}${eol}${text}`
      : `${text.slice(0, found.valueStart)}${toToml(words)}${text.slice(found.valueEnd)}`;
  return checked(path, text, edited, words);
}

/** The line as it was `before`, when that is known; else the program behind the client alone. */
export function removeNotify(
  path: string,
  text: string,
  client: readonly string[],
  before: string | undefined,
): string {
  const found = findNotify(path, text);
  if (found === undefined || !isOwn(found.words, client)) return text;
  const words = found.words.slice(client.length);
  if (words.length > 0) {
    const old = before === undefined ? undefined : findNotify(path, before);
    const value =
      before !== undefined && old !== undefined && isDeepStrictEqual(old.words, words)
        ? before.slice(old.valueStart, old.valueEnd)
        : toToml(words);
    return checked(path, text, `${text.slice(0, found.valueStart)}${value}${text.slice(found.valueEnd)}`, words);
  }
  const lineEnd = text.indexOf('\n', found.valueEnd);
  const rest = lineEnd === -1 ? '' : text.slice(lineEnd + 1);
  const head = withoutMark(text.slice(0, found.start));
  return checked(path, text, head + rest, undefined);
}

function withoutMark(head: string): string {
  const own = [`${mark}\n`, `${mark}\r\n`].find((line) => head.endsWith(line));
  return own === undefined ? head : head.slice(0, -own.length);
}

export function hasNotify(path: string, text: string, client: readonly string[]): 'own' | 'other' | 'none' {
  const found = findNotify(path, text);
  if (found === undefined) return 'none';
  return isOwn(found.words, client) ? 'own' : 'other';
}

function isOwn(words: readonly string[], client: readonly string[]): boolean {
  return isDeepStrictEqual(words.slice(0, client.length), [...client]);
}

/** @throws BELFRY_SETTINGS_REFUSED when the file is no TOML, or `notify` is not a plain list of words at its top level */
function findNotify(path: string, text: string): Assignment | undefined {
  const { notify } = parseToml(path, text);
  if (notify === undefined) return undefined;
  if (!Array.isArray(notify) || !notify.every((word) => typeof word === 'string')) {
    throw refused(path, 'has a notify that is no list of words');
  }
  // The end of the value is where the text from its beginning reads as the same value for the first time.
  for (const match of text.matchAll(/^[ \t]*(?:notify|"notify"|'notify')[ \t]*=[ \t]*(?=\[)/gm)) {
    const valueStart = match.index + match[0].length;
    for (let end = text.indexOf(']', valueStart); end !== -1; end = text.indexOf(']', end + 1)) {
      const value = tryValue(text.slice(valueStart, end + 1));
      if (value === undefined) continue;
      if (!isDeepStrictEqual(value, notify)) break;
      return { start: match.index, valueStart, valueEnd: end + 1, words: notify as string[] };
    }
  }
  throw refused(path, 'has a notify that cannot be found in it');
}

function tryValue(text: string): unknown {
  try {
    return parse(`value = ${text}`).value;
  } catch {
    // A bracket inside the value.
    return undefined;
  }
}

/** Everything else must read as before. */
function checked(path: string, before: string, after: string, words: readonly string[] | undefined): string {
  const expected = { ...parseToml(path, before), notify: words };
  if (
    isDeepStrictEqual({ ...parseToml(path, after), notify: words }, expected) &&
    isDeepStrictEqual(parseToml(path, after).notify, words)
  ) {
    return after;
  }
  throw refused(path, 'cannot be edited without changing something else in it');
}

function parseToml(path: string, text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (thrown) {
    if (!(thrown instanceof TomlError)) throw thrown;
    throw refused(path, `is not valid TOML (line ${thrown.line})`, { cause: thrown, hint: 'Correct it first.' });
  }
}

/** Words on one line; a string of JSON is one of TOML. */
function toToml(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
