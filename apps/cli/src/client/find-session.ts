import { BelfryError } from '@belfry/core';
import type { ReadStore } from '@belfry/store';

/** The session a person means: its id, its native id, or a piece of it that fits just one. */
export async function findSessionId(archive: ReadStore, text: string): Promise<string> {
  if ((await archive.session(text)) !== undefined) return text;
  const byPath = await archive.sessionByPath(text);
  if (byPath !== undefined) return byPath;
  const { items } = await archive.sessions({ text, includeSubagents: true, limit: 10 });
  const matches = items.filter((session) => session.id.includes(text));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only.id;
  if (only === undefined) {
    throw new BelfryError('BELFRY_NOT_FOUND', `No session is called "${text}".`, {
      hint: 'belfry sessions list shows what there is.',
    });
  }
  throw new BelfryError(
    'BELFRY_USAGE',
    `"${text}" fits ${matches.length} sessions: ${matches.map(({ id }) => id).join(', ')}.`,
    {
      hint: 'Give more of the id.',
    },
  );
}
