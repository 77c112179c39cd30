import type { Job, JobBody } from '../contract/jobs.ts';

/** Work on the archive as a whole, one at a time. */
export interface JobPort {
  /** @throws BELFRY_ARCHIVE_BUSY while another job runs */
  start(body: JobBody): Job | Promise<Job>;
  /** Also of one that has ended, for some time. */
  get(id: string): Job | undefined;
}
