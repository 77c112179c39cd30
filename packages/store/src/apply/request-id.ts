import { hash } from 'node:crypto';

/** Short identity of a request over all sessions of an agent: 96 bits, enough for any number of requests. */
export function toRequestId(agent: string, key: string): string {
  return hash('sha256', `${agent}\n${key}`, 'base64url').slice(0, 16);
}
