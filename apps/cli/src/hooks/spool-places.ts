import { join } from 'node:path';

/** One file a call of a hook; taken away when it was heard. */
export function hookSpool({ spoolDir }: { spoolDir: string }): string {
  return join(spoolDir, 'hooks');
}

/** One file a session: what its agent told the status line last. */
export function statusSpool({ spoolDir }: { spoolDir: string }): string {
  return join(spoolDir, 'status');
}

/** Files a hook spool holds at most while no daemon takes them away; more are not written. */
export const maxSpooled = 2000;
/** A client makes this file in the hook spool when it could not leave what it was told. */
export const fullMark = '.full';
