/** As `printf` of a shell writes it: halves go to the even neighbour. */
export function toFixed(value: number, digits: number): string {
  const scaled = value * 10 ** digits;
  const isHalf = Math.abs(scaled % 1) === 0.5;
  return isHalf ? (2 * Math.round(scaled / 2) * 10 ** -digits).toFixed(digits) : value.toFixed(digits);
}

/** Cents are enough for a status line. */
export function toDollars(dollars: number): string {
  return `$${toFixed(dollars, 2)}`;
}
