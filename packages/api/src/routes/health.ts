import { BelfryError } from '@belfry/core';
import { answerChallenge, answerHeader } from '@belfry/core/node';
import type { FastifyInstance } from 'fastify';
import { healthPath } from '../contract/routes.ts';
import { Health, HealthQuery } from '../contract/server.ts';
import type { ApiServices } from '../services.ts';

/** `GET /healthz`: says that this is belfry, and proves whose when asked with a nonce. Open to everybody. */
export function healthRoute(app: FastifyInstance, { identity, version }: ApiServices): void {
  app.get<{ Querystring: HealthQuery }>(
    `/${healthPath}`,
    {
      schema: {
        operationId: 'getHealth',
        summary: 'Whether belfry is here, and whose',
        security: [],
        querystring: HealthQuery,
        response: { 200: Health },
      },
    },
    async (request, reply): Promise<Health> => {
      const { challenge } = request.query;
      const server = identity.server();
      if (challenge !== undefined && server) {
        const answer = answerChallenge(challenge, server, identity.secret);
        if (answer === undefined) throw new BelfryError('BELFRY_BAD_REQUEST', 'The challenge is not a nonce');
        reply.header(answerHeader, answer);
      }
      return { status: 'ok', version: version.version, readOnly: version.readOnly, demo: version.demo };
    },
  );
}
