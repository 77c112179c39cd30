/** Agents: what belfry reads */
export {
  type AgentDefinition,
  type AgentEnvironment,
  type AgentRoot,
  defineAgent,
  type Parsed,
  type RawRecord,
  type SourceInspector,
  type SourceKind,
  type SourceStart,
  type WatchScope,
} from './agent.ts';
export { agents } from './agents/registry.ts';

/** One source: bytes to batches of facts */
export { type ReadDeps, type ReadOptions, type ReadOutcome, readSource } from './read-source.ts';
