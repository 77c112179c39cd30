import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createOpenApi } from '../scripts/create-open-api.ts';
import { routes } from '../src/contract/index.ts';

const committed = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));

test('the committed document is what the routes say', async () => {
  expect(await createOpenApi()).toEqual(committed);
});

test('every route of the contract is in it under its name', () => {
  const operations = Object.values<Record<string, { operationId: string }>>(committed.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(operations.sort()).toEqual([...Object.keys(routes), 'getHealth'].sort());
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(committed).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(references.length).toBeGreaterThan(50);
  for (const name of references) expect(committed.components.schemas).toHaveProperty(name ?? '');
});
