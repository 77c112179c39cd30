import type { FileTouch } from '@belfry/core';
import { toFilePath } from '../file-path.ts';
import { isObject, name, type RawObject } from '../raw-fields.ts';
import { changedFile, type LineCounts } from './diff.ts';

/** Tools whose input names the one file they read or write. Shell commands are not guessed at. */
const tools: Readonly<Record<string, readonly [field: string, access: FileTouch['access']]>> = {
  Read: ['file_path', 'read'],
  NotebookRead: ['notebook_path', 'read'],
  Edit: ['file_path', 'write'],
  MultiEdit: ['file_path', 'write'],
  Write: ['file_path', 'write'],
  NotebookEdit: ['notebook_path', 'write'],
};

/** The file a call is about to touch; what was done to it stands in the answer. */
export function callTouches(tool: string, input: unknown, cwd: string | undefined): FileTouch[] {
  const [field, access] = (Object.hasOwn(tools, tool) && tools[tool]) || [];
  if (field === undefined || access === undefined || !isObject(input)) return [];
  const path = toFilePath(name(input, field) ?? '', cwd);
  return path === undefined ? [] : [{ path, access }];
}

/** What an answer says was done to a file, with the lines it counts. */
export function resultTouches(details: RawObject, lines: LineCounts, cwd: string | undefined): FileTouch[] {
  const changed = changedFile(details);
  const path = changed && toFilePath(changed.path, cwd);
  return changed === undefined || path === undefined
    ? []
    : [{ path, access: 'write', change: changed.change, ...lines }];
}
