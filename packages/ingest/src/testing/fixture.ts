import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { SourceRef } from '@belfry/core';
import type { AgentDefinition } from '../agent.ts';

/** A fixture: a file that lies below `fixturesDir` as it would below the agent's root. */
export interface Fixture {
  path: string;
  bytes: Buffer;
  source: SourceRef;
  goldenPath: string;
}

const goldenSuffix = '.facts.json';

/** Every file below `dir` but the golden ones. Throws for a file the agent does not know as a source. */
export function readFixtures(agent: AgentDefinition, dir: string): Fixture[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(goldenSuffix))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const path = relative(dir, file).split(sep).join('/');
      const kind = agent.classify(path);
      if (!kind) throw new Error(`fixture ${path} is not a source of ${agent.id}`);
      const source: SourceRef = { machine: 'conformance', root: dir, path, agent: agent.id, ...kind };
      return { path, bytes: readFileSync(file), source, goldenPath: `${file}${goldenSuffix}` };
    });
}
