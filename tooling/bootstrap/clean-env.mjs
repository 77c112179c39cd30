// A script started by npm inherits npm's own settings as variables. Passed on to a nested npm or pnpm they
// point it at the wrong workspace or change its behaviour; only how to reach the registry must survive.
const kept = new Set(
  ['registry', 'cache', 'cafile', 'ca', 'strict_ssl', 'userconfig', 'globalconfig', 'offline', 'prefer_offline'].concat(
    ['proxy', 'https_proxy', 'http_proxy', 'noproxy'],
  ),
);
const nameOfNpm = /^(?:npm|pnpm)_(?:config|package|lifecycle)_/i;

/**
 * A copy of the environment without what npm added for the script it runs.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Record<string, string | undefined>}
 */
export function cleanEnv(env) {
  /** @type {Record<string, string | undefined>} */
  const cleaned = {};
  for (const [name, value] of Object.entries(env)) {
    if (/^npm_(?:execpath|node_execpath|command)$/i.test(name) || name === 'INIT_CWD') continue;
    const setting = /^npm_config_(.+)$/i.exec(name)?.[1]?.toLowerCase().replace(/-/g, '_');
    if (setting === undefined ? nameOfNpm.test(name) && !/^pnpm_config_/i.test(name) : !kept.has(setting)) continue;
    cleaned[name] = value;
    // pnpm reads variables of its own name only.
    if (setting === 'registry' || setting === 'cafile') cleaned[`pnpm_config_${setting}`] ??= value;
  }
  return cleaned;
}
