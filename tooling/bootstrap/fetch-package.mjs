import fs from 'node:fs';
import path from 'node:path';
import { cleanEnv } from './clean-env.mjs';
import { withFileLock } from './file-lock.mjs';
import { toolingDir } from './paths.mjs';
import { problem } from './problem.mjs';
import { runStep } from './run.mjs';

/**
 * Fetches one npm package with what it depends on, without running install scripts, and returns the
 * path of one of its files. Fetched once; several processes may ask at the same time.
 * @param {{ name: string, version: string, integrity: string, file: string }} wanted
 * @param {string} [into]
 * @returns {Promise<string>}
 */
export async function fetchPackage({ name, version, integrity, file }, into = toolingDir) {
  const dir = path.join(into, `${name.replace(/^@/, '').replace('/', '-')}-${version}`);
  const wantedFile = path.join(dir, 'node_modules', name, file);
  if (fs.existsSync(wantedFile)) return wantedFile;
  await withFileLock(`${dir}.lock`, async () => {
    if (fs.existsSync(wantedFile)) return; // another process has fetched it while this one waited
    console.error(`bootstrap: fetching ${name}@${version}`);
    const draft = `${dir}.draft`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { recursive: true });
    fs.writeFileSync(path.join(draft, 'package.json'), '{"private":true}');
    await npmInstall(`${name}@${version}`, draft);
    const lock = JSON.parse(fs.readFileSync(path.join(draft, 'package-lock.json'), 'utf8'));
    const found = lock.packages[`node_modules/${name}`]?.integrity;
    if (found !== integrity) throw problem(`${name}@${version} has integrity ${found}, not the pinned ${integrity}`);
    fs.rmSync(dir, { recursive: true, force: true });
    fs.renameSync(draft, dir);
    if (!fs.existsSync(wantedFile)) throw problem(`${name}@${version} holds no ${file}`);
  });
  return wantedFile;
}

/** @param {string} spec @param {string} cwd */
async function npmInstall(spec, cwd) {
  const flags = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-bin-links',
    '--workspaces=false',
    '--package-lock',
  ];
  const args = ['install', ...flags, '--loglevel=error', spec];
  // Under npm its own program file is known; that also avoids the shell which `npm.cmd` needs on Windows.
  const program = process.env.npm_execpath;
  const options = { cwd, env: cleanEnv(process.env) };
  if (program?.endsWith('npm-cli.js')) await runStep(process.execPath, [program, ...args], options);
  else if (process.platform === 'win32') await runStep('npm.cmd', args, { ...options, shell: true });
  else await runStep('npm', args, options);
}
