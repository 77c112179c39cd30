/** An archive in a directory of its own */
export { type TempArchive, tempArchive } from './temp-archive.ts';

/** Sources whose records carry their own facts */
export { toyBatches, toyBytes, toyContent, type ToyReading, type ToyRecord } from './toy-source.ts';
