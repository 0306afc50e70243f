import { graph, type Protection } from '@cairn/core';
import { z } from 'zod';

/** Seals no better than a test needs. */
export const protect: Protection | undefined =
  process.env['SEALED'] === 'no'
    ? undefined
    : {
        keys: ['token'],
        seal: (text) => Buffer.from(text).toString('base64'),
        open: (sealed) => Buffer.from(sealed, 'base64').toString(),
      };

/** Waits with a key that is protected. */
export const sealing = graph({
  name: 'sealing',
  state: { token: z.string() },
  events: { renew: z.object({ token: z.string() }) },
  start: 'wait',
  nodes: { wait: { on: { renew: { to: 'end', update: (_, e) => ({ token: e.token }) } } }, end: { final: true } },
});
