import type { SignInLink } from '../contract/sign-in.ts';
import { toSignInFragment } from '../contract/sign-in-fragment.ts';
import { resolveBasePath } from '../http/base-path.ts';
import type { SignInCodes } from './sign-in-codes.ts';

/** A link that signs one browser in, once; resolve `link` against the server's address. */
export function createSignInLink(codes: SignInCodes, basePath: string): SignInLink {
  const { code, expiresAtMs } = codes.issue();
  const link = `${resolveBasePath(basePath)}${toSignInFragment(code)}`;
  return { code, link, expiresAt: new Date(expiresAtMs).toISOString() };
}
