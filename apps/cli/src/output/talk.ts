import { printable } from './printable.ts';

/** Words beside the answer (what is being done, what to do next) go to standard error, so that standard output is the answer. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A line of the answer; what a transcript put into it cannot steer the terminal. */
export function answer(line = ''): void {
  process.stdout.write(`${printable(line)}\n`);
}
