import { spawn } from 'node:child_process';
import { problem } from './problem.mjs';

/** @typedef {{ cwd?: string, env?: Record<string, string | undefined>, shell?: boolean }} RunOptions */

// A signal sent to the whole process group reaches npm and this process, and npm passes on what it gets:
// one request to stop can arrive twice within milliseconds.
const sameRequestMs = 300;

/**
 * Runs a program in the foreground with this process's terminal, as if it had been started instead of
 * this process: signals reach it once, and this process ends the way it ended.
 * @param {string} file @param {readonly string[]} args @param {RunOptions} [options]
 * @returns {Promise<void>}
 */
export async function runInForeground(file, args, options = {}) {
  const child = spawn(file, args, { ...options, stdio: 'inherit' });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
  const fromTerminal = new Set(process.stdin.isTTY ? ['SIGINT', 'SIGHUP', 'SIGQUIT'] : []);
  /** @type {Map<NodeJS.Signals, number>} */
  const forwardedAt = new Map();
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    if (fromTerminal.has(signal)) return; // the terminal has sent it to the child too
    const now = performance.now();
    if (now - (forwardedAt.get(signal) ?? -Infinity) < sameRequestMs) return;
    forwardedAt.set(signal, now);
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  /** @type {{ code: number | null, signal: NodeJS.Signals | null }} */
  const end = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(problem(`cannot run ${file}: ${error.message}`)));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  for (const signal of signals) process.off(signal, forward);
  if (end.signal === null) process.exitCode = end.code ?? 1;
  else process.kill(process.pid, end.signal);
}

/**
 * Runs a program that must succeed; its output is shown only when it does not.
 * @param {string} file @param {readonly string[]} args @param {RunOptions} [options]
 * @returns {Promise<void>}
 */
export async function runStep(file, args, options = {}) {
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const end = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(problem(`cannot run ${file}: ${error.message}`)));
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
  if (end !== 0) throw problem(`${[file, ...args].join(' ')} failed (${end})\n${Buffer.concat(output)}`.trimEnd());
}
