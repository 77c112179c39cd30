/** Who a request comes from: a holder of the secret, or a signed-in browser. */
export type Caller = { kind: 'bearer' } | { kind: 'browser'; signInId: string; keyHash: string };
