/** What to install where no npm package of Node exists. */
export const nodeAdvice = 'Node 22.22, 24.11 or 26';

/**
 * Whether every dependency of the build accepts this Node: even majors from 22.22 and 24.11 on.
 * @param {string} version as `process.version` has it
 */
export function isFittingNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return (major === 22 && minor >= 22) || (major === 24 && minor >= 11) || major >= 26;
}
