import fs from 'node:fs';
import path from 'node:path';
import { errorCodes, IssueCode, retiredCodes } from '../../packages/core/src/index.ts';
import { compareCodes, readCodeRows } from './error-docs.ts';

/** Compares `docs/errors.md` with the codes of core. */
export function checkErrorDocs(root: string): string[] {
  const rows = readCodeRows(fs.readFileSync(path.join(root, 'docs/errors.md'), 'utf8'));
  const isError = ({ code }: { code: string }) => code.startsWith('BELFRY_');
  const errors = Object.entries(errorCodes).map(([code, { status, exit }]): [string, string[]] => [
    code,
    [String(status), String(exit)],
  ]);
  const issues = IssueCode.anyOf.map((literal): [string, string[]] => [literal.const, []]);
  const reused = retiredCodes.filter((code) => code in errorCodes).map((code) => `${code} is retired but in use`);
  return [
    ...compareCodes(rows.filter(isError), new Map(errors)),
    ...compareCodes(
      rows.filter((row) => !isError(row)),
      new Map(issues),
    ),
    ...reused,
  ].map((line) => `docs/errors.md: ${line}`);
}
