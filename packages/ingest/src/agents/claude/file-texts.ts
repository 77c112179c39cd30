import type { FileText } from '@belfry/core';
import { isObject, list, object, type RawObject, text } from '../raw-fields.ts';
import { changedFile } from './diff.ts';

/**
 * The whole file before and after a change. The agent keeps the text before; the text after is what it wrote, or
 * follows from the replacements it names, unless one of them is not found (it may quote the file differently).
 */
export function claudeFileTexts(record: RawObject): FileText[] {
  const result = object(record, 'toolUseResult');
  const path = result && changedFile(result)?.path;
  if (result === undefined || path === undefined) return [];
  const before = text(result, 'originalFile');
  const after = text(result, 'content') ?? replaced(before, result);
  if (before === undefined && after === undefined) return [];
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function replaced(before: string | undefined, result: RawObject): string | undefined {
  const edits = list(result, 'edits').filter(isObject);
  const steps = edits.length > 0 ? edits.map(toStep) : [toStep(result)];
  return steps.reduce<string | undefined>((now, step) => (now === undefined ? undefined : apply(now, step)), before);
}

interface Step {
  from: string | undefined;
  to: string | undefined;
  everywhere: boolean;
}

function toStep(edit: RawObject): Step {
  return {
    from: text(edit, 'oldString') ?? text(edit, 'old_string'),
    to: text(edit, 'newString') ?? text(edit, 'new_string'),
    everywhere: edit.replaceAll === true || edit.replace_all === true,
  };
}

function apply(now: string, { from, to, everywhere }: Step): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  if (from === '') return now === '' ? to : undefined;
  const at = now.indexOf(from);
  if (at < 0) return undefined;
  // Not `replace` with a string: it reads `$` in it.
  return everywhere ? now.split(from).join(to) : now.slice(0, at) + to + now.slice(at + from.length);
}
