/** Nouns */

export * from './batch.ts';
export * from './changes.ts';
export * from './clock.ts';
/** Contracts */
export * from './errors.ts';
export * from './events.ts';
/** In: what sources say. Out: what changed. */
export * from './facts.ts';
export * from './logger.ts';
export * from './model/block.ts';
export * from './model/ids.ts';
export * from './model/issue.ts';
export * from './model/message.ts';
export * from './model/quota.ts';
export * from './model/session.ts';
export * from './model/source.ts';
export * from './model/tool-call.ts';
export * from './model/usage.ts';
export * from './pricer.ts';
export * from './queries.ts';
