import type { ApiRequest } from '../../api/api.ts';
import type { SessionPlace } from '../../router/page.ts';

/** The first answer is what a screen holds and a bit; the list asks for more as soon as it is drawn. */
const limit = 16;

/** What a session that is opened asks for first: its newest messages, its first ones, or those around one. */
export function toFirstPage(id: string, place: 'start' | 'end' | { around: string }): ApiRequest<'listMessages'> {
  return { params: { id }, query: { limit, ...(typeof place === 'string' ? { edge: place } : place) } };
}

/** All that has to be there before a session's first screen. */
export function firstQuestions({ id, message }: SessionPlace) {
  return [
    ['listMessages', toFirstPage(id, message === undefined ? 'end' : { around: message })],
    ['getSession', { params: { id }, query: undefined }],
  ] as const;
}
