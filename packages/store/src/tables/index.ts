import type { IssueRow } from './issues.ts';
import type { LeafMatchRow, LeafTitleRow, RecordRow } from './leaf-titles.ts';
import type { MessageRow } from './messages.ts';
import type { BlobRow, PendingBytesRow, SegmentRow } from './segments.ts';
import type { ContributionRow, LinkRow, SessionRow } from './sessions.ts';
import type { RootRow, SourceRow } from './sources.ts';
import type { ToolCallRow, ToolResultRow } from './tool-calls.ts';
import type { ClaimRow, QuotaSampleRow, UsageByQuarterRow, UsageBySessionRow } from './usage.ts';

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
  claims: ClaimRow;
  usage_by_quarter: UsageByQuarterRow;
  usage_by_session: UsageBySessionRow;
  quota_samples: QuotaSampleRow;
  issues: IssueRow;
}
