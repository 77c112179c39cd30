/** The reader's time zone, in which days are meant. */
export const readerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
