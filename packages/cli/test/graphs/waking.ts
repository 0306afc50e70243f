import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { graph } from '@cairn/core';
import { z } from 'zod';

/** Looks for a file, from time to time, until it is there. */
export const finder = graph({
  name: 'finder',
  state: { path: z.string(), isThere: z.boolean().default(false) },
  start: 'look',
  nodes: {
    look: { run: (s) => ({ isThere: existsSync(s.path) }), next: [{ when: (s) => s.isThere, to: 'found' }, 'pause'] },
    pause: { after: { '50ms': 'look' } },
    found: { final: true },
  },
});

/** Writes a file. */
export const writer = graph({
  name: 'writer',
  state: { path: z.string() },
  start: 'write',
  nodes: {
    write: { run: (s) => writeFile(s.path, ''), next: 'written' },
    written: { final: true },
  },
});

/** Waits for one who finds what the other writes, who is called for later. */
export const seeking = graph({
  name: 'seeking',
  state: { path: z.string() },
  start: 'both',
  nodes: {
    both: { next: { all: ['find', 'write'], then: 'done' } },
    find: { run: async (s, ctx) => void (await ctx.child('find', finder, { path: s.path })), next: 'done' },
    write: {
      run: async (s, ctx) => {
        await ctx.sleep('later', '500ms');
        await ctx.child('write', writer, { path: s.path });
      },
      next: 'done',
    },
    done: { final: true },
  },
});
