import type { RunningBelfry } from './belfry-process.ts';

export interface SignedIn {
  cookie: string;
  key: string;
}

/** Exchanges a fresh one-time code as the page does. */
export async function signIn(belfry: RunningBelfry): Promise<SignedIn> {
  const { code } = await belfry.api<{ code: string }>('api/v1/sign-in-links', { method: 'POST' });
  const response = await fetch(new URL('api/v1/sign-in', belfry.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(belfry.url).origin },
    body: JSON.stringify({ code, label: 'test' }),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { key } = (await response.json()) as { key: string };
  return { cookie, key };
}
