/** An archive in a directory of its own */
export { type TempArchive, tempArchive } from './temp-archive.ts';

/** Sources whose records carry their own facts */
export { toyBatches, toyBytes, toyContent, type ToyReading, type ToyRecord } from './toy-source.ts';

export { type Reread, rereadBatch, toyParser } from './toy-parser.ts';

/** Records with something said in them */
export { answeredRecord, calledRecord, saidRecord } from './said.ts';
export { type SearchedArchive, searchedArchive } from './searched.ts';
