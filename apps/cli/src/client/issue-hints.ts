import type { IssueView } from '@belfry/core';

/** What each kind of issue means to a user, and what there is to do; `docs/errors.md` says more. */
export const issueHints: Record<IssueView['code'], string> = {
  'malformed-line': 'not one JSON object, or not UTF-8; many of them mean that the file is damaged.',
  'unknown-record': 'a kind of record of a newer agent; an update of belfry reads the kept bytes again.',
  'unknown-block': 'a kind of content of a newer agent; an update of belfry reads the kept bytes again.',
  'wrong-shape': 'a record lacks a field or has it otherwise than before; an update of belfry reads it again.',
  'line-too-long': 'kept without being read.',
  'partial-line': 'the end of a line that nobody finished; it is read if somebody does.',
  'past-rewritten': 'the agent changed what had been read; both pasts are kept.',
  unreadable: 'check its permissions; belfry tries again.',
  'root-unavailable': 'bring the directory back; belfry tries again.',
  'corrupt-compression': 'a compressed file ends early; what could be unpacked was read.',
  'missing-side-file': 'a stored output or image that a transcript names is not there.',
};
