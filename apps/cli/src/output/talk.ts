/** Words for people go to standard error, so that standard output stays data. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
