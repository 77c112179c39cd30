/** Quarters of an hour, days and weeks in ms. Sums are kept by quarter because every zone's days are made of whole ones. */
export const quarterMs = 15 * 60_000;
export const dayMs = 96 * quarterMs;
