import { append, graph } from '@cairn/core';
import { z } from 'zod';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds, kindOf } from './kind.ts';

/** A document that came: it is read, said what it is, and filed in a folder of that name. */
export const intake = graph({
  name: 'intake',
  description: 'Files a document that came',
  state: {
    path: z.string(),
    name: z.string(),
    out: z.string(),
    kind: z.enum(kinds).optional(),
    why: z.string().optional(),
  },
  start: 'classify',
  nodes: {
    classify: {
      run: async ({ path }, { signal, step }) => ({
        kind: await step('classify', () => kindOf(readFileSync(path, 'utf8'), signal)),
      }),
      retry: { attempts: 3, backoff: '1s' },
      timeout: '1m',
      onError: { to: 'unfiled', update: (_s, { message }) => ({ why: message }) },
      next: [{ when: ({ kind }) => kind === 'unknown', to: 'unfiled', label: 'nobody knows what it is' }, 'file'],
    },
    file: {
      run: ({ path, name, out, kind = 'unknown' }, { step }) =>
        step('copy', () => {
          mkdirSync(join(out, kind), { recursive: true });
          copyFileSync(path, join(out, kind, name));
          console.log(`  ${name} is filed under ${kind}`);
          if (process.env['KILL_AT'] === name) process.kill(process.pid, 'SIGKILL');
        }),
      next: 'filed',
    },
    filed: { final: true },
    unfiled: { final: true },
  },
});

/** Whoever wants to know what comes. */
export const desk = graph({
  name: 'desk',
  state: { heard: append(z.string()) },
  events: { came: z.string() },
  start: 'open',
  nodes: { open: { on: { came: { update: (_s, name) => ({ heard: [name] }) } } } },
});
