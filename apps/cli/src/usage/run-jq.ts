import { BelfryError } from '@belfry/core';
import { loadJq } from 'jq-wasm/inline';

/**
 * What jq prints for a program over a JSON text; the real jq, compiled to WebAssembly, so that none needs to be installed.
 * @throws BELFRY_USAGE with jq's own words when the program is none, or fails on this input
 */
export async function runJq(json: string, program: string): Promise<string> {
  const jq = await loadJq();
  const { stdout, stderr, exitCode } = jq.raw(json, program);
  if (exitCode === 0) return stdout;
  throw new BelfryError('BELFRY_USAGE', `jq does not accept the program "${program}".`, {
    hint: stderr.trim() || `It ended with ${exitCode}.`,
  });
}
