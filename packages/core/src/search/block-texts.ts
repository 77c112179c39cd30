import type { Block } from '../model/block.ts';
import type { SearchKind } from '../model/search.ts';

/** A text of a record that can be searched. */
export interface BlockText {
  kind: SearchKind;
  /** Of a tool input or output. */
  callId: string;
  text: string;
  /** Among the texts of its kind. */
  nth: number;
  /** Index among the record's blocks; for an output among its results. */
  block: number;
}

/**
 * What of a record's blocks can be searched: each text, thought, input and output by itself. The index is made
 * from these, and what it finds is looked up in these again.
 */
export function toBlockTexts(blocks: readonly Block[]): BlockText[] {
  const texts: BlockText[] = [];
  const counts = { message: 0, thinking: 0, 'tool-input': 0, 'tool-output': 0 };
  let own = 0;
  let results = 0;
  for (const block of blocks) {
    const place = block.type === 'tool-result' ? results++ : own++;
    const add = (kind: SearchKind, text: string, callId = '') => {
      if (text === '') return;
      texts.push({ kind, callId, text, nth: counts[kind]++, block: place });
    };
    switch (block.type) {
      case 'text':
        add('message', block.text);
        break;
      case 'thinking':
        add('thinking', block.text);
        break;
      case 'tool-call':
        add('tool-input', textOf(block.input), block.callId);
        break;
      case 'tool-result':
        add('tool-output', outputText(block.text, block.stderr), block.callId);
        break;
      case 'other':
        add('message', textOf(block.data));
        break;
    }
  }
  return texts;
}

function outputText(text: string, stderr: string | undefined): string {
  return stderr === undefined || text.includes(stderr) ? text : `${text}\n${stderr}`;
}

/** Values of an input in order, a line each; their names are the tool's, not the author's. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const lines: string[] = [];
  collect(value, lines);
  return lines.join('\n');
}

function collect(value: unknown, lines: string[]): void {
  if (typeof value === 'string') lines.push(value);
  else if (typeof value === 'number' || typeof value === 'boolean') lines.push(String(value));
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collect(inner, lines);
}
