import { existsSync, readdirSync, statfsSync } from 'node:fs';
import type { SyncStatus } from '@belfry/api/contract';
import type { ArchiveStats } from '@belfry/core';
import { agents } from '@belfry/ingest';
import { buildInfo } from '../build-info.ts';
import { type CommandContext, readContext } from '../context.ts';
import { formatBytes } from '../output/figures.ts';
import { writeJson } from '../output/write-json.ts';
import { countIssues, type IssueGroup } from './count-issues.ts';
import { findDaemon } from './daemon-client.ts';
import { readArchive } from './read-archive.ts';

interface DoctorReport {
  version: string;
  commit: string;
  buildDate: string;
  node: string;
  platform: string;
  paths: Record<string, string>;
  diskFreeBytes: number | undefined;
  daemon: { running: boolean; url?: string; pid?: number; version?: string };
  roots: { agent: string; path: string; via: string; state: string; reason?: string }[];
  archive: ArchiveStats | undefined;
  issues: IssueGroup[];
  crashReports: string[];
  /** Requests that leave this machine. */
  outbound: string[];
}

export async function doctor(flags: { json?: boolean }): Promise<void> {
  const report = await readReport(readContext());
  if (flags.json) return writeJson(report);
  const out = (line = '') => process.stdout.write(`${line}\n`);
  out(`belfry ${report.version} (${report.commit}, ${report.buildDate}), Node ${report.node}, ${report.platform}`);
  out(
    report.daemon.running
      ? `The daemon runs at ${report.daemon.url} (pid ${report.daemon.pid}).`
      : 'The daemon does not run; belfry daemon start starts it.',
  );
  out('\nWatched');
  for (const root of report.roots) {
    out(
      `  ${root.agent.padEnd(10)} ${root.state.padEnd(12)} ${root.path} (${root.via})${root.reason === undefined ? '' : `: ${root.reason}`}`,
    );
  }
  out('\nIssues');
  if (report.issues.length === 0) out('  none');
  for (const issue of report.issues) {
    out(
      `  ${String(issue.count).padStart(6)}  ${issue.agent}  ${issue.code}${issue.detail === '' ? '' : ` ${issue.detail}`}  e.g. ${issue.example}`,
    );
  }
  out('\nPlaces');
  for (const [name, path] of Object.entries(report.paths)) out(`  ${name.padEnd(10)} ${path}`);
  if (report.archive !== undefined) {
    out(
      `\nArchive: ${formatBytes(report.archive.archiveBytes)} for ${formatBytes(report.archive.sourceBytes)} of sources, ${report.archive.sourcesGone} sources gone and kept.`,
    );
  }
  if (report.diskFreeBytes !== undefined) out(`Disk: ${formatBytes(report.diskFreeBytes)} free.`);
  for (const path of report.crashReports) out(`Crash report: ${path}`);
  out(`Leaves this machine: ${report.outbound.length === 0 ? 'nothing' : report.outbound.join(', ')}.`);
}

async function readReport(context: CommandContext): Promise<DoctorReport> {
  const { paths, environment } = context;
  const daemon = await findDaemon(context);
  const sync = await daemon?.request<SyncStatus>('GET', 'api/v1/sync');
  const live = new Map(sync?.roots.map((root) => [`${root.agent}\0${root.root}`, root]));
  const roots = agents.flatMap((agent) => {
    const extra = (context.config.roots[agent.id] ?? []).map((path) => ({ path, via: 'config' as const }));
    return [...agent.roots(environment), ...extra].map(({ path, via }) => {
      const watched = live.get(`${agent.id}\0${path}`);
      const state = watched?.state ?? (existsSync(path) ? 'not watched' : 'absent');
      const reason = watched?.reason ?? (state === 'not watched' ? 'the daemon does not run' : undefined);
      return { agent: agent.id, path, via, state, ...(reason === undefined ? {} : { reason }) };
    });
  });
  const archived = existsSync(paths.archiveFile)
    ? await readArchive(context, async (archive) => ({
        stats: await archive.stats(),
        issues: await countIssues(archive),
      }))
    : undefined;
  return {
    version: buildInfo.version,
    commit: buildInfo.commit,
    buildDate: buildInfo.buildDate,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    paths: {
      config: paths.configFile,
      archive: paths.archiveFile,
      state: paths.stateDatabaseFile,
      logs: context.logPath,
    },
    diskFreeBytes: diskFree(paths.dataDir),
    daemon:
      daemon === undefined
        ? { running: false }
        : { running: true, url: daemon.url, pid: daemon.server.pid, version: daemon.server.version },
    roots,
    archive: archived?.stats,
    issues: archived?.issues ?? [],
    crashReports: existsSync(paths.crashDir)
      ? readdirSync(paths.crashDir).map((name) => `${paths.crashDir}/${name}`)
      : [],
    outbound: [],
  };
}

function diskFree(directory: string): number | undefined {
  if (!existsSync(directory)) return undefined;
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
