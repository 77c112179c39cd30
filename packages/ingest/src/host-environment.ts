import { homedir } from 'node:os';
import type { AgentEnvironment } from './agent.ts';

/**
 * The machine this process runs on. Only for entry points other programs call without arguments;
 * everything inside belfry is given its environment.
 */
export function hostEnvironment(): AgentEnvironment {
  return { home: homedir(), platform: process.platform, env: process.env };
}
