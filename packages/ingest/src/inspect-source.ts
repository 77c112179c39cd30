import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BelfryError, type Issue, type SourceRef } from '@belfry/core';
import type { AgentDefinition, SourceInspector } from './agent.ts';
import { agents as allAgents } from './agents/registry.ts';
import { identifySource } from './identify-source.ts';
import { readSource } from './read-source.ts';
import { skipBlank } from './source/line-splitter.ts';
import { toSourceStart } from './source/reading-start.ts';

export interface InspectOptions {
  agents?: readonly AgentDefinition[];
}

/** What one file holds, without an archive. */
export interface SourceInspection {
  file: string;
  source: SourceRef;
  /** The agent's own counts, in camelCase; its README says what each means. */
  report: Record<string, unknown>;
  issues: Issue[];
}

/**
 * Counts what a file holds, wherever it lies and whatever it is called. `undefined` when no agent knows it.
 * A line is bad when some of it is not JSON: records glued on one line are read and are no bad line.
 * @throws BELFRY_SOURCE_UNREADABLE
 */
export function inspectSource(path: string, options: InspectOptions = {}): SourceInspection | undefined {
  const file = resolve(path);
  const identified = identifySource(file, options.agents ?? allAgents, 'here');
  if (!identified) return undefined;
  const { agent, ref: source } = identified;
  const inspector = agent.inspect(toSourceStart(source));
  const issues: Issue[] = [];
  let badLines = 0;
  const reading = readSource({ agent: listening(agent, inspector) }, source, undefined);
  for (let step = reading.next(); ; step = reading.next()) {
    if (step.done) {
      if (step.value.status === 'read') return { file, source, report: inspector.report(badLines), issues };
      throw new BelfryError(
        'BELFRY_SOURCE_UNREADABLE',
        `cannot read ${file}: ${step.value.error ?? step.value.status}`,
      );
    }
    const { pending, issues: found } = step.value;
    issues.push(...found);
    badLines += found.filter(({ code }) => code === 'malformed-line' || code === 'line-too-long').length;
    const isUnfinished = skipBlank(Buffer.from(pending), 0, pending.length) < pending.length;
    if (isUnfinished && source.format === 'jsonl') badLines += 1;
  }
}

/** Inspects a file, or every file below a directory that an agent knows, in order of their paths. */
export function* inspectSources(path: string, options: InspectOptions = {}): Generator<SourceInspection> {
  if (!statSync(path).isDirectory()) {
    const inspection = inspectSource(path, options);
    if (inspection) yield inspection;
    return;
  }
  // Links are left alone: they may lead round in circles.
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile() || entry.isDirectory());
  for (const name of entries.map((entry) => entry.name).sort()) yield* inspectSources(join(path, name), options);
}

/** The agent, with every record it parses also counted. */
function listening(agent: AgentDefinition, inspector: SourceInspector): AgentDefinition {
  return {
    ...agent,
    parse(state, record) {
      inspector.add(record);
      return agent.parse(state, record);
    },
  };
}
