import type { Issue, IssueView } from '../model/issue.ts';

/** A record of a kind the parser does not know. */
export function anIssue(issue: Partial<Issue> = {}): Issue {
  return {
    code: 'unknown-record',
    detail: 'telemetry',
    offset: 100,
    length: 32,
    excerpt: '{"type":"telemetry"}',
    ...issue,
  };
}

/** `anIssue` as the archive counts it. */
export function anIssueView(issue: Partial<IssueView> = {}): IssueView {
  return {
    ...anIssue(issue),
    source: 'projects/-home-ada-engine/11111111-1111-4111-8111-111111111111.jsonl',
    agent: 'claude',
    count: 1,
    generation: 1,
    ...issue,
  };
}
