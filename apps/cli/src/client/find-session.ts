import { resolve } from 'node:path';
import { BelfryError, type SessionView } from '@belfry/core';
import type { ReadStore } from '@belfry/store';

const named = 5;

/**
 * The session a person means: its id, the path of its transcript, or a piece of the id that fits just one.
 * A table cuts ids to `…<end>`; that is understood as well.
 */
export async function findSessionId(archive: ReadStore, given: string): Promise<string> {
  const text = given.replace(/^…/, '');
  if ((await archive.session(text)) !== undefined) return text;
  const byPath = await archive.sessionByPath(resolve(text));
  if (byPath !== undefined) return byPath;
  const { items } = await archive.sessions({ text, includeSubagents: true, limit: 100 });
  const matches = toMeant(
    items.filter(({ id }) => id.includes(text)),
    text,
  );
  const [only] = matches;
  if (only === undefined) {
    throw new BelfryError('BELFRY_NOT_FOUND', `No session is called "${given}".`, {
      hint: 'belfry sessions list shows what there is; --subagents lists those too.',
    });
  }
  if (matches.length === 1) return only.id;
  const ids = matches.slice(0, named).map(({ id }) => `  ${id}`);
  if (matches.length > named) ids.push(`  and ${matches.length - named} more`);
  throw new BelfryError('BELFRY_USAGE', `"${given}" fits ${matches.length} sessions.`, {
    hint: `Give more of the id:\n${ids.join('\n')}`,
  });
}

/** A subagent's id begins with its parent's, so what names the parent would also fit all of its subagents. */
function toMeant(matches: readonly SessionView[], text: string): SessionView[] {
  const within = matches.filter(({ id }) => !id.slice(0, Math.max(0, id.lastIndexOf('/'))).includes(text));
  return within.length > 0 ? within : [...matches];
}
