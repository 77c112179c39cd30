import { readFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { bundledPrices } from './bundled-prices.ts';
import { mergeTables } from './merge-tables.ts';
import { PriceTable } from './price-table.ts';

/** What a refresh leaves behind. Times are ISO 8601 UTC. */
export const PriceFile = Type.Object({
  attemptedAt: Type.String(),
  refreshedAt: Type.Optional(Type.String()),
  table: Type.Optional(PriceTable),
});
export type PriceFile = Static<typeof PriceFile>;

/** The file a refresh wrote; nothing when there is none or it is not whole, as if there had been no refresh. */
export function readPriceFile(path: string): PriceFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Mostly there is none; one that cannot be read must not stop a report, and the next refresh says why.
    return undefined;
  }
  try {
    const file: unknown = JSON.parse(text);
    return Check(PriceFile, file) ? file : undefined;
  } catch {
    // Cut off or edited: the next refresh writes it anew.
    return undefined;
  }
}

/** The newest prices there are, which re-price nothing that older ones priced. */
export function newestTable(file: PriceFile | undefined): PriceTable {
  const { table } = file ?? {};
  if (table === undefined) return bundledPrices;
  return table.date >= bundledPrices.date ? mergeTables(bundledPrices, table) : mergeTables(table, bundledPrices);
}
