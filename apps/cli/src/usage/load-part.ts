/**
 * Loads a part a plain JSON report does without, each a bundle of its own beside this one (`tsup.config.ts`), when it is
 * needed. `Part` is the type of that part's module. Not a plain `import()`: bundled together, one lazy part keeps the
 * bundler from leaving out what nobody uses, and a report would take twice as long to start.
 */
export function loadPart<Part>(name: `usage-${string}`): Promise<Part> {
  return import(new URL(`./${name}.js`, import.meta.url).href) as Promise<Part>;
}
