/** A failure the user can act on: printed as one message, without a stack. */
class Problem extends Error {}

/** @param {string} message @returns {Error} */
export function problem(message) {
  return new Problem(message);
}

/** @param {unknown} error @returns {error is Error} */
export function isProblem(error) {
  return error instanceof Problem;
}
