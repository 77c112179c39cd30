import * as core from '@belfry/core';
import { createHub } from '@belfry/events';
import swagger from '@fastify/swagger';
import fastify from 'fastify';
import * as contract from '../src/contract/index.ts';
import { belfryApi, createSignInCodes, serverOptions } from '../src/index.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The OpenAPI document of the routes, schemas that have a name in the contract as components. */
export async function createOpenApi(): Promise<Json> {
  const server = fastify(serverOptions);
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'belfry', version: 'v1', description: 'REST and event stream of the belfry daemon.' },
      security: [{ bearer: [] }, { cookie: [] }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'The secret of the home, base64url.' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'belfry_…', description: 'Set by the sign-in.' },
        },
      },
    },
  });
  // Only the shapes of the routes are looked at; nothing is ever asked.
  const unused = undefined as never;
  await server.register(
    belfryApi({
      read: unused,
      usage: unused,
      sync: unused,
      jobs: unused,
      attention: unused,
      hooks: { token: new Uint8Array(32), hear: () => false },
      signIns: unused,
      hub: createHub(),
      codes: createSignInCodes(),
      identity: { secret: new Uint8Array(32), server: () => undefined },
      version: { version: '0', commit: '0', buildDate: '', readOnly: true, demo: false },
    }),
  );
  await server.ready();
  const document = simplify(JSON.parse(JSON.stringify(server.swagger())));
  await server.close();
  return withComponents(document as { components: { schemas?: Json } });
}

/** Puts every schema the contract names under `components` and a reference in its places. */
function withComponents(document: { components: { schemas?: Json } }): Json {
  const names = new Map<string, string>();
  for (const [name, value] of Object.entries({ ...core, ...contract })) {
    if (/^[A-Z]/.test(name) && isSchema(value)) names.set(JSON.stringify(simplify(value)), name);
  }
  const used = new Map<string, Json>();

  const visit = (node: Json, isRoot = false): Json => {
    if (Array.isArray(node)) return node.map((item) => visit(item));
    if (node === null || typeof node !== 'object') return node;
    const name = isRoot ? undefined : names.get(JSON.stringify(node));
    if (name === undefined) return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, visit(item)]));
    if (!used.has(name)) {
      used.set(name, {});
      used.set(name, visit(node, true));
    }
    return { $ref: `#/components/schemas/${name}` };
  };

  const visited = visit(document as Json) as { components: { schemas?: Json } };
  visited.components.schemas = Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)));
  return visited as Json;
}

/** Constants as one-value enumerations, and unions of them as one enumeration: what readers of OpenAPI expect. */
function simplify(node: Json): Json {
  if (Array.isArray(node)) return node.map(simplify);
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node).map(([key, value]): [string, Json] =>
    key === 'const' ? ['enum', [value]] : [key, simplify(value)],
  );
  const plain = Object.fromEntries(entries);
  const { anyOf, ...rest } = plain;
  if (!Array.isArray(anyOf) || !anyOf.every(isEnumeration)) return plain;
  return { ...rest, type: 'string', enum: anyOf.flatMap((item) => item.enum) };
}

function isEnumeration(node: Json): node is { type: 'string'; enum: Json[] } {
  return node !== null && typeof node === 'object' && 'enum' in node && 'type' in node && node.type === 'string';
}

function isSchema(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && ('type' in value || 'anyOf' in value || 'allOf' in value);
}
