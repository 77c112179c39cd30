import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ArchiveStats, Derived, Notice, ParserVersion } from '@belfry/core';
import { agents } from '@belfry/ingest';
import { buildInfo } from '../build-info.ts';
import type { CommandContext } from '../context.ts';
import { countIssues, type IssueGroup } from './count-issues.ts';
import { type DaemonState, readDaemonState } from './daemon-state.ts';
import { readNotices } from './notices.ts';
import { type PriceReport, priceRequests, readPriceReport } from './price-report.ts';
import { readArchive } from './read-archive.ts';
import { type RootReport, readWatchedRoots } from './watched-roots.ts';

export interface DoctorReport {
  version: string;
  commit: string;
  buildDate: string;
  node: string;
  platform: string;
  machine: string;
  daemon: DaemonState;
  /** What needs somebody to do something. */
  notices: Notice[];
  roots: RootReport[];
  paths: Record<string, string>;
  /** Of the file system that holds the archive. */
  diskFreeBytes?: number;
  archive?: ArchiveStats;
  derived?: Derived;
  /** What this belfry reads transcripts with, by agent. */
  parsers: Record<string, ParserVersion>;
  issues: IssueGroup[];
  crashReports: string[];
  prices: PriceReport;
  /** Requests that leave this machine. */
  outbound: string[];
}

/** Asks the daemon when it runs, and the archive when there is one; both may be missing. */
export async function readDoctorReport(context: CommandContext): Promise<DoctorReport> {
  const { paths } = context;
  const { daemon, roots, notices } = await readDaemonState(context);
  const archived = existsSync(paths.archiveFile)
    ? await readArchive(context, async (archive) => ({
        archive: await archive.stats(),
        derived: await archive.derived(),
        issues: await countIssues(archive),
      }))
    : { issues: [] };
  const diskFreeBytes = readDiskFree(paths.dataDir);
  const prices = readPriceReport(context);
  return {
    ...buildInfo,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    machine: context.config.machine,
    daemon,
    notices: readNotices(context, notices),
    roots: readWatchedRoots(context, roots),
    paths: {
      config: paths.configFile,
      archive: paths.archiveFile,
      state: paths.stateDatabaseFile,
      log: context.logPath,
      crashes: paths.crashDir,
    },
    ...(diskFreeBytes === undefined ? {} : { diskFreeBytes }),
    ...archived,
    parsers: Object.fromEntries(agents.map(({ id, version }) => [id, version])),
    crashReports: existsSync(paths.crashDir)
      ? readdirSync(paths.crashDir).map((name) => join(paths.crashDir, name))
      : [],
    prices,
    outbound: priceRequests(prices),
  };
}

/** The directory need not exist yet: then its place is asked. */
function readDiskFree(directory: string): number | undefined {
  if (!existsSync(directory)) {
    const parent = dirname(directory);
    return parent === directory ? undefined : readDiskFree(parent);
  }
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
