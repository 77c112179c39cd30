import fs from 'node:fs';
import path from 'node:path';
import { fetchPackage } from './bootstrap/fetch-package.mjs';
import { withFileLock } from './bootstrap/file-lock.mjs';
import { toolingDir } from './bootstrap/paths.mjs';
import { problem } from './bootstrap/problem.mjs';
import { runStep } from './bootstrap/run.mjs';

/**
 * @typedef {object} FoundChromium
 * @property {string} executablePath
 * @property {Record<string, string>} env to add when it is started
 */

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

// A headless build for servers, packed into an npm package with the libraries a bare machine lacks.
const packedChromium = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity: 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
  file: 'build/index.js',
};

/**
 * A Chromium for the browser tests: the one `BELFRY_CHROMIUM` names, else one of the machine's, else one
 * fetched from npm.
 * @returns {Promise<FoundChromium>}
 */
export async function findChromium() {
  const named = process.env.BELFRY_CHROMIUM;
  if (named) {
    if (!fs.existsSync(named)) throw problem(`BELFRY_CHROMIUM names ${named}, which does not exist`);
    return { executablePath: named, env: {} };
  }
  const executablePath = usualPlaces.find((file) => fs.existsSync(file));
  if (executablePath) return { executablePath, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return fetchChromium();
  throw problem('no Chromium found: install Chromium or Chrome, or set BELFRY_CHROMIUM to its executable');
}

/** @returns {Promise<FoundChromium>} */
async function fetchChromium() {
  const dir = path.join(toolingDir, `chromium-${packedChromium.version}`);
  await withFileLock(`${dir}.lock`, async () => {
    if (fs.existsSync(dir)) return;
    const draft = `${dir}.draft`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { recursive: true });
    const module = await fetchPackage(packedChromium);
    // The package unpacks into the directory for temporary files, hence the process of its own.
    const archives = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map((name) =>
      path.join(module, '../../bin', name),
    );
    const script = `const { inflate } = await import(process.argv[1]); for (const a of process.argv.slice(2)) await inflate(a);`;
    const args = ['--input-type=module', '-e', script, module, ...archives];
    await runStep(process.execPath, args, { env: { ...process.env, TMPDIR: draft } });
    fs.renameSync(draft, dir);
  });
  const libraries = [process.env.LD_LIBRARY_PATH, path.join(dir, 'al2023/lib')].filter(Boolean).join(':');
  /** @type {Record<string, string>} */
  const env = { LD_LIBRARY_PATH: libraries };
  if (!fs.existsSync('/etc/fonts')) env.FONTCONFIG_PATH = path.join(dir, 'fonts');
  return { executablePath: path.join(dir, 'chromium'), env };
}
