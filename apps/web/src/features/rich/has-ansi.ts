// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const acted = /\u001b|\r(?!\n)/;

/** Whether output holds anything a terminal would act on; plain output needs no engine. */
export function hasAnsi(output: string): boolean {
  return acted.test(output);
}
