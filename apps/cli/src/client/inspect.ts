import { existsSync, statSync } from 'node:fs';
import { BelfryError } from '@belfry/core';
import { inspectSources, type SourceInspection } from '@belfry/ingest';
import { say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';

/** For one file one object, the agent's counts at its top level; for a directory a list of them. */
export async function inspect(path: string, flags: { json?: boolean }): Promise<void> {
  if (!existsSync(path)) {
    throw new BelfryError('BELFRY_NOT_FOUND', `There is no ${path}.`, {
      hint: 'Give a transcript or a directory of them.',
    });
  }
  const inspections = [...inspectSources(path)].map(toReport);
  if (inspections.length === 0) {
    throw new BelfryError('BELFRY_NOT_FOUND', `No agent that belfry knows has written ${path}.`, {
      hint: 'belfry doctor lists the agents and where their files lie.',
    });
  }
  if (flags.json) return writeJson(statSync(path).isDirectory() ? inspections : inspections[0]);
  for (const report of inspections) {
    for (const [name, value] of Object.entries(report)) {
      process.stdout.write(`${name.padEnd(26)}${typeof value === 'object' ? JSON.stringify(value) : String(value)}\n`);
    }
    process.stdout.write('\n');
  }
  const issues = inspections.reduce((sum, report) => sum + report.issues.length, 0);
  say(`${inspections.length} ${inspections.length === 1 ? 'source' : 'sources'}, ${issues} issues.`);
}

function toReport({ file, source, report, issues }: SourceInspection) {
  return { file, agent: source.agent, role: source.role, ...report, issues };
}
