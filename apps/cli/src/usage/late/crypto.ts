/** Stands for `node:crypto` in the bundle of reports, which rarely need it: loading it takes as long as a report. */
export const hash = ((...args: Parameters<typeof import('node:crypto').hash>) =>
  process.getBuiltinModule('node:crypto').hash(...args)) as typeof import('node:crypto').hash;
