/** Room for whole ids and some of the rest of a table. */
const wideEnough = 130;

/** An id as a table of this width shows it: its end, which is random in every agent's ids, or all of it. */
export function toShownId(id: string, tableWidth: number): string {
  return tableWidth >= wideEnough || id.length <= 14 ? id : `…${id.slice(-12)}`;
}
