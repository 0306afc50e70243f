#!/usr/bin/env node
import module from 'node:module';

const oldest = [22, 18] as const;

/** Whether this Node runs TypeScript as it is, and what the packages need. */
function isNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

if (isNewEnough()) {
  module.enableCompileCache();
  // Nothing is awaited here: Node would end a program whose first module is never through in words of its own.
  void import('./main.ts').then(({ main }) => main(process.argv.slice(2)));
} else {
  process.stderr.write(`cairn: It needs Node ${oldest.join('.')} or later, and this is ${process.versions.node}.\n`);
  process.exitCode = 1;
}
