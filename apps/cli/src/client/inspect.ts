import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { BelfryError } from '@belfry/core';
import { inspectSources, type SourceInspection } from '@belfry/ingest';
import { formatCountOf } from '../output/figures.ts';
import { type Column, renderTable } from '../output/table.ts';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';

type Report = ReturnType<typeof toReport>;

/** For one file one object, the agent's counts at its top level; for a directory a list of them. */
export async function inspect(path: string, flags: { json?: boolean }): Promise<void> {
  const target = statSync(path, { throwIfNoEntry: false });
  if (target === undefined) {
    throw new BelfryError('BELFRY_NOT_FOUND', `There is no ${path}.`, {
      hint: 'Give a transcript or a directory of them.',
    });
  }
  const reports = [...inspectSources(path)].map(toReport);
  const [first] = reports;
  if (first === undefined) {
    throw new BelfryError('BELFRY_NOT_FOUND', `No agent that belfry knows has written ${path}.`, {
      hint: 'belfry doctor lists the agents and where their files lie.',
    });
  }
  if (flags.json) return writeJson(target.isDirectory() ? reports : first);
  if (target.isDirectory()) {
    process.stdout.write(renderTable(reports, toColumns(path), process.stdout));
    say('belfry inspect <file> prints every count of one of them.');
  } else {
    for (const [name, value] of Object.entries(first)) {
      if (name !== 'issues') answer(`${toWords(name).padEnd(28)}${toText(value)}`);
    }
  }
  for (const { file, issues } of reports) {
    for (const { code, detail, offset, excerpt } of issues) {
      answer(`${file} at byte ${offset}: ${[code, detail].filter(Boolean).join(' ')}: ${excerpt}`);
    }
  }
  const issues = reports.reduce((sum, report) => sum + report.issues.length, 0);
  say(`${formatCountOf(reports.length, 'file')}, ${formatCountOf(issues, 'issue')}.`);
}

function toReport({ file, source, report, issues }: SourceInspection) {
  return { file, agent: source.agent, role: source.role, ...report, issues };
}

function toColumns(directory: string): Column<Report>[] {
  const counted = ['records', 'prompts', 'toolCalls', 'badLines'];
  return [
    { head: 'agent', value: ({ agent }) => agent },
    { head: 'role', value: ({ role }) => role },
    ...counted.map(
      (name): Column<Report> => ({
        head: toWords(name),
        align: 'right',
        value: (report) => toText(read(report, name)),
      }),
    ),
    { head: 'issues', align: 'right', value: ({ issues }) => String(issues.length) },
    { head: 'file', flexible: true, value: ({ file }) => relative(directory, file) },
  ];
}

/** Agents count different things; what one does not count is blank. */
function read(report: Report, name: string): unknown {
  return (report as Record<string, unknown>)[name] ?? '';
}

/** `toolCallsByName` as `tool calls by name`. */
function toWords(name: string): string {
  return name.replace(/[A-Z]|(?<=[a-z])\d+/g, (part) => ` ${part.toLowerCase()}`);
}

function toText(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const parts = Array.isArray(value)
    ? value.map(toText)
    : Object.entries(value).map(([key, part]) => `${key} ${toText(part)}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}
