const marker = '#sign-in=';

/** The fragment of a sign-in link. Fragments stay in the browser: no log and no referrer sees the code. */
export function toSignInFragment(code: string): string {
  return `${marker}${encodeURIComponent(code)}`;
}

/** The one-time code in `location.hash`, if it holds one. */
export function fromSignInFragment(hash: string): string | undefined {
  if (!hash.startsWith(marker)) return undefined;
  try {
    return decodeURIComponent(hash.slice(marker.length)) || undefined;
  } catch {
    // A fragment cut in the middle of an escape is no code.
    return undefined;
  }
}
