/** Parts a plain JSON report does without, each a bundle of its own beside this one; see `tsup.config.ts`. */
interface Parts {
  'usage-config': typeof import('./read-configured.ts');
  'usage-jq': typeof import('./run-jq.ts');
  'usage-live': typeof import('./live/watch-blocks.ts');
  'usage-statusline': typeof import('./statusline/run-statusline.ts');
  'usage-table': typeof import('./table/render-report.ts');
}

/**
 * Loads a part when it is needed. Not a plain `import()`: bundled together, one lazy part keeps the bundler from
 * leaving out what nobody uses, and a report would take twice as long to start.
 */
export function loadPart<Name extends keyof Parts>(name: Name): Promise<Parts[Name]> {
  return import(new URL(`./${name}.js`, import.meta.url).href) as Promise<Parts[Name]>;
}
