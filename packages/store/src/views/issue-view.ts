import type { IssueView } from '@belfry/core';
import type { IssueRow } from '../tables/issues.ts';
import { toSourcePath } from './source-path.ts';

/** What an issue's source is called. */
export interface IssuePlace {
  agent: string;
  root: string;
  path: string;
}

export function toIssueView(row: IssueRow, place: IssuePlace): IssueView {
  const { code, detail, offset, length, excerpt, count, generation } = row;
  return { code, detail, offset, length, excerpt, count, generation, agent: place.agent, source: toSourcePath(place) };
}
