import openApiDocument from '../../openapi.json' with { type: 'json' };
import type { ApiServices } from '../services.ts';
import type { DefineRoute } from './define-route.ts';
import { snapshot } from './snapshot.ts';

export function serverRoutes(define: DefineRoute, services: ApiServices): void {
  define('getSync', () => snapshot(services, async () => services.sync.status()));
  define('getVersion', () => services.version);
  define('getOpenApi', () => openApiDocument);
}
