/**
 * What happens to rows of a session or a source when sessions are pruned. A table with such rows that is missing here
 * fails a test: nobody has thought about it. Binaries and paths are swept once nothing refers to them.
 */
export const pruning = {
  /** Removed by session. */
  bySession: [
    'contributions',
    'links',
    'messages',
    'records',
    'leaf_matches',
    'tool_calls',
    'tool_results',
    'touches',
    'search_docs',
    'search_todo',
  ],
  /** Removed with files that speak of nobody else. */
  bySource: ['pending_bytes', 'segments', 'leaf_titles', 'issues'],
  /** What was spent stays true; `pruning` itself is emptied at the end. */
  kept: ['claims', 'session_usage', 'pruning'],
} as const;
