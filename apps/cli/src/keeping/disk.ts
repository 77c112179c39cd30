import type { DiskGroup, DiskQuery, DiskUsage } from '@belfry/core';
import { checkAgents } from '../client/filter-flags.ts';
import { readArchive } from '../client/read-archive.ts';
import { readContext } from '../context.ts';
import { formatBytes, formatCount, formatTime } from '../output/figures.ts';
import { toShownId } from '../output/short-id.ts';
import { type Column, renderTable, toTableWidth } from '../output/table.ts';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';

export interface DiskFlags {
  by: NonNullable<DiskQuery['by']>;
  agent?: string[];
  project?: string[];
  limit: number;
  json?: boolean;
}

/** What sources hold and what keeping them takes. */
export async function disk(flags: DiskFlags): Promise<void> {
  checkAgents(flags.agent);
  const { by, agent, project, limit } = flags;
  const query: DiskQuery = {
    by,
    limit,
    ...(agent === undefined ? {} : { agent }),
    ...(project === undefined ? {} : { project }),
  };
  const usage = await readArchive(readContext(), (archive) => archive.disk(query));
  if (flags.json) return writeJson(usage);
  if (usage.items.length === 0) return say('Nothing matches.');
  process.stdout.write(renderTable(usage.items, toColumns(by, toTableWidth(process.stdout)), process.stdout));
  answer();
  for (const line of toLines(usage)) answer(line);
  if (usage.items.length < usage.groups) say(`${usage.items.length} of ${usage.groups}; -n shows more.`);
}

function toColumns(by: DiskFlags['by'], tableWidth: number): Column<DiskGroup>[] {
  const name: Column<DiskGroup> = {
    head: by,
    flexible: by === 'session',
    value: ({ name: of, title }) => (of === '' ? '(no session)' : by === 'session' ? title || '(no title)' : of),
  };
  return [
    name,
    ...(by === 'session' ? [{ head: 'project', value: ({ project = '' }: DiskGroup) => project }] : []),
    { head: 'last', value: ({ lastAt }) => formatTime(lastAt) },
    ...(by === 'session'
      ? []
      : [{ head: 'sessions', align: 'right' as const, value: ({ sessions }: DiskGroup) => formatCount(sessions) }]),
    { head: 'files', align: 'right', value: ({ sources }) => formatCount(sources) },
    { head: 'written', align: 'right', value: ({ sourceBytes }) => formatBytes(sourceBytes) },
    { head: 'gone', align: 'right', value: ({ goneBytes }) => (goneBytes === 0 ? '' : formatBytes(goneBytes)) },
    { head: 'kept', align: 'right', value: ({ keptBytes }) => formatBytes(keptBytes) },
    ...(by === 'session' ? [{ head: 'id', value: ({ name: id }: DiskGroup) => toShownId(id, tableWidth) }] : []),
  ];
}

function toLines({ total, archive }: DiskUsage): string[] {
  const { fileBytes, walBytes, freeBytes, segmentBytes, blobBytes, rowBytes } = archive;
  const share = total.sourceBytes === 0 ? 0 : Math.round((fileBytes / total.sourceBytes) * 100);
  return [
    `${formatBytes(total.sourceBytes)} in ${formatCount(total.sources)} files, ${formatBytes(total.goneBytes)} of them in the archive only; kept in ${formatBytes(total.keptBytes)}.`,
    `The archive takes ${formatBytes(fileBytes)} (${share} % of what was written): ${formatBytes(segmentBytes)} transcripts, ${formatBytes(blobBytes)} images and the like, ${formatBytes(rowBytes)} rows and indexes, ${formatBytes(freeBytes)} free (belfry compact).`,
    ...(walBytes > 0 ? [`Its log takes ${formatBytes(walBytes)} for now.`] : []),
  ];
}
