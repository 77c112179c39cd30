/** Conformance: what every agent must hold */
export { type ConformanceOptions, describeAgent } from './describe-agent.ts';
/** Pieces for tests of one's own */
export { deepFreeze } from './deep-freeze.ts';
export { factIdentity, toKeyedFacts } from './keyed-facts.ts';
export { createMemorySink, type MemorySink } from './memory-sink.ts';
export { createMemorySource, type MemorySource } from './memory-source.ts';
export { createRandom, mutatedRecords } from './mutated-records.ts';
export { toPlacelessFacts } from './placeless-facts.ts';
export { createSourceReader, type SourceReader } from './source-reader.ts';
export { toyAgent } from './toy-agent.ts';
