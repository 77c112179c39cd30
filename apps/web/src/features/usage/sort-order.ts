/** A column and its direction; `aria-sort` says it to screen readers. */
export interface SortOrder<Column extends string> {
  column: Column;
  isDescending: boolean;
}

/** The same column turns round; another starts with its largest figure, a name with its first letter. */
export function turned<Column extends string>(order: SortOrder<Column>, column: Column): SortOrder<Column> {
  if (order.column === column) return { column, isDescending: !order.isDescending };
  return { column, isDescending: column !== 'name' };
}

/** Compares by figures or by names; equal ones keep their order. */
export function compare(a: string | number, b: string | number, isDescending: boolean): number {
  const ascending = typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b);
  return isDescending ? -ascending : ascending;
}
