import { cpus, release, totalmem, type } from 'node:os';

/** What the figures were measured on. */
export function describeMachine(): string {
  const processors = cpus();
  return `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 1e9)} GB, ${type()} ${release()}, Node ${process.versions.node}`;
}
