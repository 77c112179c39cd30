declare const __BELFRY_VERSION__: string | undefined;
declare const __BELFRY_COMMIT__: string | undefined;
declare const __BELFRY_BUILD_DATE__: string | undefined;

/** Stamped in by the bundler; running from source says `0.0.0-source`. */
export const buildInfo = {
  version: typeof __BELFRY_VERSION__ === 'string' ? __BELFRY_VERSION__ : '0.0.0-source',
  commit: typeof __BELFRY_COMMIT__ === 'string' ? __BELFRY_COMMIT__ : 'unknown',
  buildDate: typeof __BELFRY_BUILD_DATE__ === 'string' ? __BELFRY_BUILD_DATE__ : 'unknown',
} as const;
