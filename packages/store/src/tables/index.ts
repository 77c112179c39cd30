import type { IssueRow } from './issues.ts';
import type { LeafMatchRow, LeafTitleRow, RecordRow } from './leaf-titles.ts';
import type { MessageRow } from './messages.ts';
import type { SearchDocRow, SearchTodoRow } from './search.ts';
import type { BlobRow, PendingBytesRow, SegmentRow } from './segments.ts';
import type { ContributionRow, LinkRow, SessionRow } from './sessions.ts';
import type { RootRow, SourceRow } from './sources.ts';
import type { ToolCallRow, ToolResultRow } from './tool-calls.ts';
import type { FilePathRow, TouchRow } from './touches.ts';
import type {
  ClaimRow,
  PackedUsageRow,
  QuotaSampleRow,
  SessionUsageRow,
  UsageDayRow,
  UsageSeriesRow,
} from './usage.ts';

/** Tables of `archive.db`. */
export interface ArchiveTables {
  roots: RootRow;
  sources: SourceRow;
  pending_bytes: PendingBytesRow;
  segments: SegmentRow;
  blobs: BlobRow;
  sessions: SessionRow;
  contributions: ContributionRow;
  links: LinkRow;
  messages: MessageRow;
  records: RecordRow;
  leaf_titles: LeafTitleRow;
  leaf_matches: LeafMatchRow;
  tool_calls: ToolCallRow;
  tool_results: ToolResultRow;
  file_paths: FilePathRow;
  touches: TouchRow;
  claims: ClaimRow;
  usage_series: UsageSeriesRow;
  session_usage: SessionUsageRow;
  usage_days: UsageDayRow;
  packed_usage: PackedUsageRow;
  quota_samples: QuotaSampleRow;
  issues: IssueRow;
  search_docs: SearchDocRow;
  search_todo: SearchTodoRow;
}
