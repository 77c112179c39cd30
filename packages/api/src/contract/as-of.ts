import Type from 'typebox';

/** Event id read before the query of a snapshot; pass as `since` to miss nothing. */
export const asOf = Type.String({ description: 'Event id read before the query; resume the event stream from here.' });
