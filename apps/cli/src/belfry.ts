#!/usr/bin/env node
// No imports here: an older Node must reach the advice below before it meets syntax or modules it cannot load.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const fits = (major === 22 && minor >= 22) || (major === 24 && minor >= 11) || major >= 26;

if (fits) {
  // Before anything is loaded, so that it is compiled once and not at each start.
  process.getBuiltinModule('node:module').enableCompileCache?.();
  const command = process.argv[2];
  if (command === 'usage' || command === 'ccusage') {
    // By address, or it would be bundled with the rest and share what it does without.
    import(new URL('./usage.js', import.meta.url).href).then((usage) => usage.runUsage(process.argv));
  } else {
    import('./main.js').then((main) => main.run(process.argv));
  }
} else {
  process.stderr.write(
    `belfry needs Node 22.22, 24.11, 26 or later; this is Node ${process.versions.node}. Install a newer Node and try again.\n`,
  );
  process.exitCode = 1;
}
