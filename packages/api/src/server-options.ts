/**
 * Options for the fastify server the plugin is registered on.
 * Session ids of some agents are longer than the 100 characters fastify accepts in a path by default.
 */
export const serverOptions = {
  routerOptions: { maxParamLength: 2_048 },
  bodyLimit: 1_048_576,
  // Slow senders of headers and bodies; answers, streams among them, may take as long as they take.
  requestTimeout: 30_000,
  forceCloseConnections: 'idle',
} as const;
