import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Happening } from '@belfry/attention';
import { BelfryError, type Fact } from '@belfry/core';
import { agents, identifySource } from '@belfry/ingest';
import { readFacts } from './read-transcript.ts';

/** What a transcript and those of its subagents say, each record at its own time. */
export function readTranscript(path: string): Happening[] {
  const file = resolve(path);
  return [file, ...subagentFiles(file)].flatMap(readOne).sort((a, b) => a.at - b.at);
}

/** Claude Code keeps subagents in a directory named like their parent's file. */
function subagentFiles(file: string): string[] {
  const dir = join(file.replace(/\.jsonl$/, ''), 'subagents');
  if (dir === file || !existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(dir, name));
}

function readOne(file: string): Happening[] {
  const identified = identifySource(file, agents, 'here');
  if (identified === undefined) {
    throw new BelfryError('BELFRY_NOT_FOUND', `No agent that belfry knows has written ${file}.`, {
      hint: 'Give a transcript, or a recording with events.jsonl and transcript.jsonl.',
    });
  }
  const { agent, ref } = identified;
  const facts = readFacts(ref, readFileSync(file));
  let at = firstTime(facts);
  return groupByRecord(facts).map((record) => {
    // A record without a time, or with one that is over, came after the one before it.
    at = Math.max(at, ...record.flatMap((fact) => timeOf(fact) ?? []));
    return { at, agent: agent.id, facts: record };
  });
}

function groupByRecord(facts: readonly Fact[]): Fact[][] {
  const records: Fact[][] = [];
  for (const fact of facts) {
    const last = records.at(-1);
    if (last?.[0]?.span.offset === fact.span.offset) last.push(fact);
    else records.push([fact]);
  }
  return records;
}

const timeOf = (fact: Fact) => ('at' in fact ? fact.at : undefined);

function firstTime(facts: readonly Fact[]): number {
  return facts.map(timeOf).find((at) => at !== undefined) ?? 0;
}
