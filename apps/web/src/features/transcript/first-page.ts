import type { ApiRequest } from '../../api/api.ts';

/** The first answer is what a screen holds and a bit; the list asks for more as soon as it is drawn. */
const limit = 16;

/** What a session that is opened asks for first: its newest messages, its first ones, or those around one. */
export function toFirstPage(id: string, place: 'start' | 'end' | { around: string }): ApiRequest<'listMessages'> {
  return { params: { id }, query: { limit, ...(typeof place === 'string' ? { edge: place } : place) } };
}
