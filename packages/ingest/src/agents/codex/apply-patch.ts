import type { DiffHunk, FileDiff } from '@belfry/core';
import type { RawObject } from '../raw-fields.ts';

const begin = '*** Begin Patch';

/** The files a call patches: apply_patch itself, or a shell call that pipes a patch into it. */
export function patchOf(name: string, input: RawObject | string): FileDiff[] | undefined {
  const text = patchText(name, input);
  if (text === undefined) return undefined;
  const files = parsePatch(text);
  return files.length === 0 ? undefined : files;
}

function patchText(name: string, input: RawObject | string): string | undefined {
  if (name === 'apply_patch') {
    if (typeof input === 'string') return input;
    return [input.input, input.patch].find((field) => typeof field === 'string');
  }
  if (typeof input === 'string') return undefined;
  const command = input.command ?? input.cmd;
  const words: unknown[] = Array.isArray(command) ? command : [command];
  const script = words.find((word) => typeof word === 'string' && word.includes(begin));
  const isPatch = words.some((word) => typeof word === 'string' && /^\s*(?:cd [^\n]*&& *)?apply_?patch\b/.test(word));
  return isPatch && typeof script === 'string' ? script : undefined;
}

/**
 * Reads the agent's patch language. It names no line numbers, so hunks of updates start at 0; anything
 * around the patch (a here-document, a shell command) is passed over.
 */
export function parsePatch(text: string): FileDiff[] {
  const files: FileDiff[] = [];
  let file: FileDiff | undefined;
  let lines: string[] = [];
  const endHunk = () => {
    if (file !== undefined && lines.length > 0) addHunk(file, lines);
    lines = [];
  };
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith(begin)) inside = true;
    else if (!inside) continue;
    else if (line.startsWith('*** End Patch')) inside = false;
    else if (line.startsWith('*** Move to: ') && file !== undefined) {
      file.newPath = line.slice(13).trim();
      file.change = 'rename';
    } else if (line.startsWith('*** ') && !line.startsWith('*** End of File')) {
      endHunk();
      file = openFile(line);
      if (file !== undefined) files.push(file);
    } else if (line.startsWith('@@')) endHunk();
    else if (/^[ +-]/.test(line)) lines.push(line);
    else if (line === '' && lines.length > 0) lines.push(' ');
  }
  endHunk();
  return files;
}

function openFile(line: string): FileDiff | undefined {
  const match = /^\*\*\* (Add|Update|Delete) File: (.+)$/.exec(line);
  if (match === null) return undefined;
  const change = match[1] === 'Add' ? 'create' : match[1] === 'Delete' ? 'delete' : 'update';
  return { path: (match[2] ?? '').trim(), change, hunks: [], added: 0, removed: 0 };
}

function addHunk(file: FileDiff, lines: string[]): void {
  const added = lines.filter((line) => line.startsWith('+')).length;
  const removed = lines.filter((line) => line.startsWith('-')).length;
  const context = lines.length - added - removed;
  const hunk: DiffHunk = {
    oldStart: 0,
    oldLines: context + removed,
    newStart: file.change === 'create' ? 1 : 0,
    newLines: context + added,
    lines,
  };
  file.hunks.push(hunk);
  file.added += added;
  file.removed += removed;
}
