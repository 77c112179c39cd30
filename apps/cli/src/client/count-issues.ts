import type { IssueView, Page } from '@belfry/core';
import type { ReadStore } from '@belfry/store';

export interface IssueGroup {
  agent: string;
  code: IssueView['code'];
  detail: string;
  count: number;
  /** One place where it was met. */
  example: string;
  /** What stands there, at most 120 characters. */
  excerpt: string;
}

/** Issues by kind, most frequent first. Unknown kinds differ in `detail`, others are one group a code. */
export async function countIssues(archive: ReadStore): Promise<IssueGroup[]> {
  const groups = new Map<string, IssueGroup>();
  let cursor: string | undefined;
  do {
    const page: Page<IssueView> = await archive.issues({ limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    for (const issue of page.items) {
      const detail = issue.code.startsWith('unknown-') ? issue.detail : '';
      const key = `${issue.agent}\0${issue.code}\0${detail}`;
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, {
          agent: issue.agent,
          code: issue.code,
          detail,
          count: issue.count,
          example: `${issue.source} at byte ${issue.offset}`,
          excerpt: issue.excerpt,
        });
      } else {
        group.count += issue.count;
      }
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
