// A consumer's program. The consumer test type-checks and runs it in a project of its own, outside this repository,
// against the packed packages.

import * as core from '@cairn/core';
import * as sqlite from '@cairn/sqlite';
import * as testing from '@cairn/testing';

for (const [name, entry] of Object.entries({ core, sqlite, testing })) {
  if (typeof entry !== 'object') throw new Error(`@cairn/${name} has no entry.`);
}
console.log('ok');
