import type { TitleSource } from '@belfry/core';
import type { MergedSession } from './merge-session.ts';

/** The title to show and where it is from; an empty text means that title was taken back. */
export function chooseTitle(
  titles: MergedSession['titles'],
  leafTitle: string | null,
): { title: string; title_source: TitleSource } {
  const choices: [TitleSource, string | null | undefined][] = [
    ['custom', titles.custom],
    ['agent', titles.agent],
    ['summary', titles.summary || leafTitle],
    ['prompt', titles.prompt],
  ];
  const chosen = choices.find(([, text]) => text);
  return chosen ? { title: chosen[1] ?? '', title_source: chosen[0] } : { title: '', title_source: 'none' };
}
