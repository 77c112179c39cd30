/** A part of some bytes. */
export interface Run {
  offset: number;
  length: number;
}
