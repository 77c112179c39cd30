/** Stands for `node:zlib` in the bundle of reports: only compressed transcripts need it. */
export const zstdDecompressSync: typeof import('node:zlib').zstdDecompressSync = (...args) =>
  process.getBuiltinModule('node:zlib').zstdDecompressSync(...args);
