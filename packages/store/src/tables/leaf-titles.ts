/** Which session holds a record; `record` is a `toRecordHash`. */
export interface RecordRow {
  record: number;
  session_id: number;
}

/** A title for whichever session holds the record. */
export interface LeafTitleRow {
  record: number;
  source_id: number;
  offset: number;
  generation: number;
  text: string;
}

/** A session holds a record that has a title. */
export interface LeafMatchRow {
  session_id: number;
  record: number;
}
