// A consumer's program. The consumer test type-checks and runs it in a project of its own, outside this repository,
// against the packed packages.

import * as core from '@cairn/core';
import * as sqlite from '@cairn/sqlite';
import * as testing from '@cairn/testing';

for (const [name, entry] of Object.entries({ core, sqlite, testing })) {
  if (typeof entry !== 'object') throw new Error(`@cairn/${name} has no entry.`);
}

// What is built loads Node's modules in a way of its own: those who subscribe to channels are told all the same.
// The project has no types of Node's.
const channels: string = 'node:diagnostics_channel';
const { subscribe } = (await import(channels)) as {
  subscribe: (name: string, hear: (event: { readonly status: string }) => void) => void;
};
const statuses: string[] = [];
subscribe('cairn:status', ({ status }) => void statuses.push(status));
const hello = core.graph({ name: 'hello', state: {}, start: 'end', nodes: { end: { final: true } } });
await core.run(hello);
if (statuses.join() !== 'done') throw new Error(`The channel "cairn:status" told of ${statuses.join() || 'nothing'}.`);
console.log('ok');
