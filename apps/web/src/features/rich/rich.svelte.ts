import type { RichEngine } from './engine.ts';

/** Beyond this a text is shown as it is; a log pasted into a prompt is no document. */
const longest = 200_000;
const kept = 600;

let engine = $state.raw<RichEngine>();
let loading: Promise<void> | undefined;
const cache = new Map<string, string>();

/** Fetches the Markdown engine; pages that show transcripts call it before they need it. */
export function loadRich(): Promise<void> {
  loading ??= import('./engine.ts').then((loaded) => {
    engine = loaded.engine;
  });
  return loading;
}

/** Markdown as safe HTML; `undefined` until the engine is there, so that plain text stands in for it. */
export function richText(markdown: string): string | undefined {
  if (engine === undefined || markdown.length > longest) return undefined;
  let html = cache.get(markdown);
  if (html === undefined) {
    html = engine.toHtml(markdown);
    cache.set(markdown, html);
    if (cache.size > kept) cache.delete(cache.keys().next().value ?? '');
  }
  return html;
}

/** The engine itself, for what is not Markdown; reading it in a component waits for it to come. */
export function richEngine(): RichEngine | undefined {
  return engine;
}
