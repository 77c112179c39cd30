import Type, { type Static } from 'typebox';

/** What sources hold and what keeping them takes, in bytes. */
const figures = {
  /** Files, side-cars included. */
  sources: Type.Integer(),
  sourcesGone: Type.Integer(),
  /** As the agents wrote them: the newest past of each file. */
  sourceBytes: Type.Integer(),
  /** Of these, what is only in the archive any more. */
  goneBytes: Type.Integer(),
  /** Compressed in the archive, older pasts and cut-out images included. */
  keptBytes: Type.Integer(),
};

export const DiskFigures = Type.Object(figures);
export type DiskFigures = Static<typeof DiskFigures>;

/** Disk usage of an agent, a project, or a session with its subagents and side-cars. */
export const DiskGroup = Type.Object({
  /** Agent, project, or public id of a session; empty for files that belong to no session. */
  name: Type.String(),
  /** Of a session. */
  agent: Type.Optional(Type.String()),
  project: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  /** Listed sessions; their subagents are counted with them. */
  sessions: Type.Integer(),
  /** ISO 8601 UTC of the latest record. */
  lastAt: Type.Optional(Type.String()),
  ...figures,
});
export type DiskGroup = Static<typeof DiskGroup>;

/** Where the bytes of `archive.db` are. */
export const ArchiveDisk = Type.Object({
  /** The file itself; the write-ahead log is extra. */
  fileBytes: Type.Integer(),
  walBytes: Type.Integer(),
  /** Inside the file, given back by `compact`. */
  freeBytes: Type.Integer(),
  /** Compressed bytes of sources. */
  segmentBytes: Type.Integer(),
  /** Images and other binaries that were cut out, each stored once. */
  blobBytes: Type.Integer(),
  /** Rows and indexes, search included: what is left. */
  rowBytes: Type.Integer(),
});
export type ArchiveDisk = Static<typeof ArchiveDisk>;

export const DiskUsage = Type.Object({
  archive: ArchiveDisk,
  total: DiskFigures,
  /** Largest first, by `keptBytes`. */
  items: Type.Array(DiskGroup),
  /** How many groups there are; `items` may hold fewer. */
  groups: Type.Integer(),
});
export type DiskUsage = Static<typeof DiskUsage>;
