import type { AgentDefinition } from '../agent.ts';
import { claude } from './claude/index.ts';
import { codex } from './codex/index.ts';

/** Every agent belfry reads, in display order. The only list of agents. */
export const agents: readonly AgentDefinition[] = [claude, codex];
