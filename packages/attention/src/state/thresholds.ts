const second = 1_000;
const minute = 60 * second;

/** How long silence may last before it means something. */
export const thresholds = {
  /** Writing a file takes a moment; when its call is open longer, a permission is probably waited for. */
  quickCallMs: 10 * second,
  /** Other calls may take this long before nobody can tell work from a question. */
  slowCallMs: 45 * second,
  /** Words with nothing after them, of an agent that does not tell when its turns end. */
  lastWordsMs: 30 * second,
  /** A pane that shows the prompt of its agent, and no record meanwhile. */
  paneMs: 3 * second,
  /** A turn of which nothing is heard: without an open call, and with one. */
  stalledMs: 5 * minute,
  stalledInCallMs: 20 * minute,
  /** After so long nothing is believed of it any more. */
  forgottenMs: 120 * minute,
};
export type Thresholds = typeof thresholds;
