import { BelfryError } from '@belfry/core';
import { toBearer } from './authenticate.ts';
import { isOfDigest, toDigest } from './digest.ts';

/** Lets in who shows the token of hooks. @throws BELFRY_UNAUTHORIZED */
export function createHookGuard(token: Uint8Array): (authorization: string | undefined) => void {
  const digest = toDigest(Buffer.from(token).toString('base64url'));
  return (authorization) => {
    const bearer = toBearer(authorization);
    if (bearer !== undefined && isOfDigest(bearer, digest)) return;
    throw new BelfryError('BELFRY_UNAUTHORIZED', 'Only holders of the token of hooks may tell what an agent does', {
      hint: 'It is in the file hook-token beside the secret, in belfry’s state directory.',
    });
  };
}
