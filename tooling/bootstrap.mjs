#!/usr/bin/env node
// First thing that runs on a bare machine: any Node from 18 on, no dependency installed yet.
import { workspaceRoot } from './bootstrap/paths.mjs';
import { isProblem, problem } from './bootstrap/problem.mjs';
import { runTask } from './bootstrap/tasks.mjs';

try {
  const [task, ...args] = process.argv.slice(2);
  if (task === undefined) throw problem('which task? start, test, bench, fix, new-agent, release or exec');
  process.chdir(workspaceRoot);
  await runTask(task, args);
} catch (error) {
  if (!isProblem(error)) throw error;
  console.error(`bootstrap: ${error.message}`);
  process.exitCode = 1;
}
