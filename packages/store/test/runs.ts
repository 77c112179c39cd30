/** How often a property is tried: few times in the usual check, often where rare cases are looked for. */
export function runsOf(usual: number): { numRuns: number; timeout: number } {
  const numRuns = Number(process.env.BELFRY_FUZZ_RUNS ?? usual);
  // Far above what a busy machine needs, and no limit a long search meets.
  return { numRuns, timeout: 60_000 + numRuns * 3_000 };
}
