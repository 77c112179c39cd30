import { cellFields } from '@belfry/core';

/** Numbers of a cell, and where in it each stands. */
export const cellSize = cellFields.length;
export const [quarterOf, seriesOf, sessionOf, firstAtOf, lastAtOf, sumsOf] = [0, 1, 2, 3, 4, 5] as const;
/** Requests and all that is added up with them. */
export const sumCount = cellSize - sumsOf;
