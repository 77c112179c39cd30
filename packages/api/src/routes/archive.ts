import type { NameCount } from '@belfry/core';
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

export function archiveRoutes(define: DefineRoute, services: ApiServices): void {
  const { read } = services;
  const list = (query: () => Promise<NameCount[]>) => snapshot(services, async () => ({ items: await query() }));

  define('listProjects', () => list(() => read.projects()));
  define('listAgents', () => list(() => read.agents()));
  define('listMachines', () => list(() => read.machines()));
  define('getStats', () => snapshot(services, () => read.stats()));
  define('getDisk', ({ query }) => snapshot(services, () => read.disk(query)));
  define('listIssues', ({ query }) => snapshot(services, () => read.issues(query)));
}
