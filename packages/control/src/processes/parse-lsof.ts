import type { ProcessSigns } from './bind-process.ts';

/** Output of `lsof -Ffn`: a line `f<descriptor>`, then one `n<name>`. */
export function parseLsof(text: string): Pick<ProcessSigns, 'cwd' | 'open'> {
  let descriptor = '';
  let cwd: string | undefined;
  const open: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('f')) descriptor = line.slice(1);
    else if (line.startsWith('n') && descriptor === 'cwd') cwd = line.slice(1);
    else if (line.startsWith('n') && line.endsWith('.jsonl')) open.push(line.slice(1));
  }
  return { ...(cwd === undefined ? {} : { cwd }), open };
}
