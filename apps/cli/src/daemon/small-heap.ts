/**
 * Limits for threads that are idle most of the day: V8 never gives back a large young generation,
 * and each thread has its own.
 */
export const smallHeap = { maxYoungGenerationSizeMb: 8 } as const;
