import { ensureSecret } from '../../src/node/secret.ts';
import { argument, hear, tell } from './dialogue.ts';

const { path } = argument<{ path: string }>();
tell({ ready: true });
await hear();
tell({ secret: ensureSecret(path).toString('base64url') });
await hear();
