/**
 * Every route by name: method and path below `api/v1`. No schemas here, so that a browser bundle
 * that only builds URLs does not carry the schema library.
 */
export const routes = {
  signIn: { method: 'POST', path: '/sign-in' },
  signOut: { method: 'POST', path: '/sign-out' },
  listSignIns: { method: 'GET', path: '/sign-ins' },
  revokeSignIn: { method: 'DELETE', path: '/sign-ins/:id' },
  createSignInLink: { method: 'POST', path: '/sign-in-links' },

  listSessions: { method: 'GET', path: '/sessions' },
  getSessionFacets: { method: 'GET', path: '/sessions/facets' },
  getSession: { method: 'GET', path: '/sessions/:id' },
  listMessages: { method: 'GET', path: '/sessions/:id/messages' },
  listToolCalls: { method: 'GET', path: '/sessions/:id/tool-calls' },
  getToolCall: { method: 'GET', path: '/sessions/:id/tool-calls/:callId' },
  getImage: { method: 'GET', path: '/sessions/:id/images/:key/:index' },
  listRawRecords: { method: 'GET', path: '/sessions/:id/records/:key' },
  listChildren: { method: 'GET', path: '/sessions/:id/children' },
  getSessionTree: { method: 'GET', path: '/sessions/:id/tree' },
  syncSession: { method: 'POST', path: '/sessions/sync' },

  search: { method: 'GET', path: '/search' },

  listFeed: { method: 'GET', path: '/feed' },
  listEdits: { method: 'GET', path: '/edits' },

  listProjects: { method: 'GET', path: '/projects' },
  listAgents: { method: 'GET', path: '/agents' },
  listMachines: { method: 'GET', path: '/machines' },
  getStats: { method: 'GET', path: '/stats' },
  getDisk: { method: 'GET', path: '/disk' },
  listIssues: { method: 'GET', path: '/issues' },
  getSync: { method: 'GET', path: '/sync' },
  streamEvents: { method: 'GET', path: '/events' },

  startJob: { method: 'POST', path: '/jobs' },
  getJob: { method: 'GET', path: '/jobs/:id' },

  listStates: { method: 'GET', path: '/states' },
  getSessionState: { method: 'GET', path: '/sessions/:id/state' },
  listAlerts: { method: 'GET', path: '/alerts' },
  acknowledgeAlert: { method: 'POST', path: '/alerts/:id/acknowledge' },
  snoozeAlert: { method: 'POST', path: '/alerts/:id/snooze' },
  listMutes: { method: 'GET', path: '/mutes' },
  addMute: { method: 'POST', path: '/mutes' },
  removeMute: { method: 'DELETE', path: '/mutes/:id' },

  hearHook: { method: 'POST', path: '/hooks/:agent' },

  getUsageSummary: { method: 'GET', path: '/usage/summary' },
  listUsageSessions: { method: 'GET', path: '/usage/sessions' },
  listUsageBlocks: { method: 'GET', path: '/usage/blocks' },
  getQuota: { method: 'GET', path: '/usage/quota' },
  getSessionUsage: { method: 'GET', path: '/sessions/:id/usage' },
  listSessionRequests: { method: 'GET', path: '/sessions/:id/usage/requests' },
  getCostSeries: { method: 'GET', path: '/sessions/:id/usage/series' },

  getVersion: { method: 'GET', path: '/version' },
  getOpenApi: { method: 'GET', path: '/openapi.json' },
} as const satisfies Record<string, { method: 'GET' | 'POST' | 'DELETE'; path: string }>;

export type RouteName = keyof typeof routes;

/** Prefix of every route, relative to the base path the UI and the API are mounted at. */
export const apiPrefix = 'api/v1';

/** Open without sign-in, relative to the base path; also answered at the root of the server. */
export const healthPath = 'healthz';
