/** A folder in which some file gives titles to records; `path` ends with a slash or is empty. */
export interface LeafFolderRow {
  id: number;
  root_id: number;
  path: string;
}

/** A title for whichever session of the folder holds the record; `record` is a `toRecordHash`. */
export interface LeafTitleRow {
  folder_id: number;
  record: number;
  source_id: number;
  offset: number;
  generation: number;
  text: string;
}

/** Which session holds a record; kept for such folders only. */
export interface FolderRecordRow {
  folder_id: number;
  record: number;
  session_id: number;
  offset: number;
}

/** A session holds a record that has a title. */
export interface LeafMatchRow {
  session_id: number;
  folder_id: number;
  record: number;
  offset: number;
}
