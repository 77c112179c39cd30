import type { RawRecord, SourceInspector } from '../../agent.ts';

export function inspectClaude(): SourceInspector {
  let records = 0;
  return {
    add(_record: RawRecord) {
      records++;
    },
    report(badLines) {
      return { badLines, records };
    },
  };
}
