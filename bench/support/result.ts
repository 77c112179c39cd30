/** One line of the report. Ratios are what is judged; seconds are this machine's. */
export interface BenchResult {
  /** Budget it answers, e.g. `P3`. */
  id: string;
  what: string;
  /** The least it could cost here: the bare work without belfry. */
  floor?: string;
  /** Another tool on the same input, in the same run. */
  peer?: string;
  ours: string;
  /** Ours against the peer, or against the floor where there is no peer. */
  ratio?: string;
  budget: string;
  met: boolean;
}

export interface BenchContext {
  /** Runs of each side; the median counts. */
  rounds: number;
  /** Where corpora are kept between runs. */
  cacheDirectory: string;
  log(line: string): void;
}

export type Measure = (context: BenchContext) => Promise<BenchResult[]>;
