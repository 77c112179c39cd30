import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/**
 * A hash over path, size and time of every file below the given places, read from directory entries
 * alone. Missing places count too, so that an output somebody deleted changes the hash.
 * @param {string} root
 * @param {readonly string[]} places files or directories below `root`
 * @param {(name: string) => boolean} isSkipped by file or directory name
 */
export function fingerprintByStat(root, places, isSkipped) {
  const hash = crypto.createHash('sha256');
  /** @param {string} place */
  const visit = (place) => {
    const file = path.join(root, place);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of fs.readdirSync(file).sort()) if (!isSkipped(name)) visit(`${place}/${name}`);
    } else {
      hash.update(`${place}\0${stat?.size}\0${stat?.mtimeMs}\n`);
    }
  };
  for (const place of places) visit(place);
  return hash.digest('hex');
}

/**
 * A hash over the content of the given files.
 * @param {string} root
 * @param {readonly string[]} files below `root`
 * @param {string} salt what else the result depends on
 */
export function fingerprintByContent(root, files, salt) {
  const hash = crypto.createHash('sha256').update(salt);
  for (const file of files) hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/**
 * Directories of the workspace's packages, `packages/core` and so on.
 * @param {string} root
 */
export function packageDirs(root) {
  return ['packages', 'apps'].flatMap((group) =>
    fs
      .readdirSync(path.join(root, group))
      .sort()
      .map((name) => `${group}/${name}`)
      .filter((dir) => fs.existsSync(path.join(root, dir, 'package.json'))),
  );
}

/** @param {string} file */
export function readStamp(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}
