import type { SignInLink } from '@belfry/api/contract';
import type { DaemonClient } from './daemon-client.ts';

/** A link that signs one browser in, once, for ten minutes. */
export async function createSignInUrl(daemon: DaemonClient): Promise<string> {
  const { link } = await daemon.request<SignInLink>('POST', 'api/v1/sign-in-links');
  return new URL(link, daemon.url).href;
}
