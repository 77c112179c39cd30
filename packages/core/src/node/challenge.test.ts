import { describe, expect, it } from 'vitest';
import { answerChallenge, createNonce, isAnswer } from './challenge.ts';
import { toDialHost, toServerUrl } from './dial-host.ts';

const secret = new Uint8Array(32).fill(7);
const identity = { pid: 4711, startedAt: '2026-01-02T03:00:00.000Z', port: 7717 };

describe('a challenge', () => {
  const nonce = createNonce();
  const answer = answerChallenge(nonce, identity, secret) ?? '';

  it('is answered by whoever holds the secret', () => {
    expect(isAnswer(answer, nonce, identity, secret)).toBe(true);
  });

  it.each([
    ['another nonce', createNonce(), identity, secret],
    ['another process', nonce, { ...identity, pid: 4712 }, secret],
    ['another time', nonce, { ...identity, startedAt: '2026-01-02T03:00:00.001Z' }, secret],
    ['another port', nonce, { ...identity, port: 7718 }, secret],
    ['another secret', nonce, identity, new Uint8Array(32)],
  ])('is not answered for %s', (_, otherNonce, otherIdentity, otherSecret) => {
    expect(isAnswer(answer, otherNonce, otherIdentity, otherSecret)).toBe(false);
  });

  it('is not answered by sending it back, by nothing, or by a part of the answer', () => {
    for (const wrong of [nonce, '', answer.slice(0, -2), `${answer}AAAA`]) {
      expect(isAnswer(wrong, nonce, identity, secret)).toBe(false);
    }
  });

  it('is new each time', () => {
    expect(createNonce()).not.toBe(createNonce());
  });

  it.each(['', 'short', 'x'.repeat(129), `${nonce}\n1`, `${nonce}=`, 'ü'.repeat(30)])(
    'that is no nonce is not signed: %j',
    (text) => {
      expect(answerChallenge(text, identity, secret)).toBeUndefined();
    },
  );
});

describe('the address to dial', () => {
  it.each([
    ['', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '::1'],
    ['[::]', '::1'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['192.0.2.7', '192.0.2.7'],
    ['tower.example.org', 'tower.example.org'],
  ])('of a server bound to %j is %s', (host, dial) => {
    expect(toDialHost(host)).toBe(dial);
  });

  it('puts an IPv6 address in brackets, once', () => {
    expect(toServerUrl('::', 7717)).toBe('http://[::1]:7717');
    expect(toServerUrl('[::1]', 7717)).toBe('http://[::1]:7717');
    expect(toServerUrl('', 80)).toBe('http://127.0.0.1:80');
  });
});
