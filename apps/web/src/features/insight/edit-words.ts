import type { FileEdit } from '@belfry/core';
import { plural } from '../../format/figures.ts';
import { isWholePath } from './edits-query.ts';

const verbs = { create: 'made', update: 'changed', delete: 'deleted', rename: 'moved' } as const;

/** What was done to the file, in a word. */
export function verbOf({ access, change, call }: Pick<FileEdit, 'access' | 'change' | 'call'>): string {
  if (call.status === 'error') return access === 'read' ? 'could not read' : 'could not change';
  if (access === 'read') return 'read';
  return change === undefined ? 'wrote' : verbs[change];
}

/** A path as two parts: what tells files apart, and where it lies. */
export function splitPath(path: string): { name: string; directory: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  return { name: path.slice(cut), directory: path.slice(0, cut) };
}

/** The sentence the page begins with; `ago` is how long the latest edit is past. */
export function sayEdits(edits: readonly FileEdit[], q: string, isComplete: boolean, ago: string): [string, string] {
  const [latest] = edits;
  if (latest === undefined) return ['No edit', q === '' ? ' yet' : ` of “${q}” is known`];
  const sessions = plural(new Set(edits.map(({ sessionId }) => sessionId)).size, 'session');
  const files = new Set(edits.map(({ path }) => path));
  const count = `${isComplete ? '' : 'the latest '}${plural(edits.length, 'edit')}`;
  if (q !== '' && files.size === 1) return [splitPath(latest.path).name, `: ${count} by ${sessions}`];
  if (q === '') return [splitPath(latest.path).name, ` ${verbOf(latest)} ${ago === '' ? 'last' : `${ago} ago`}`];
  const place = isWholePath(q.trim()) ? `below ${splitPath(q.replace(/[\\/]+$/, '')).name || q}` : `with “${q.trim()}”`;
  return [`${plural(files.size, 'file')}`, ` ${place}: ${count} by ${sessions}`];
}
