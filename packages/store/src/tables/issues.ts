import type { IssueCode } from '@belfry/core';

export interface IssueRow {
  source_id: number;
  generation: number;
  code: IssueCode;
  detail: string;
  /** The offset, or -1 for issues that are counted by kind. */
  place: number;
  offset: number;
  length: number;
  excerpt: string;
  count: number;
}
