/** Writes `packages/api/openapi.json` from the route schemas; with `--check` compares instead. */
export const openApiCommand = [
  process.execPath,
  '--conditions=@belfry/source',
  'packages/api/scripts/openapi.ts',
] as const;
