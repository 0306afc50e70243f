import { graph, service } from '@cairn/core';
import { attempt } from '@cairn/patterns';
import { z } from 'zod';
import type { Firewall } from './firewall.ts';
import { Alert, score } from './score.ts';

/** Keeps an address out, and looks at the walls whether it is: what a wall says of itself is not believed. */
const containing = attempt({
  name: 'containing',
  task: z.object({ address: z.string() }),
  result: z.enum(['edge', 'host']),
  services: { firewall: service<Firewall>() },
  act: async ({ task: { address }, tried }, { services, step, key }) => {
    const wall = tried.length === 0 ? 'edge' : 'host';
    await step(`block at the ${wall}`, () => services.firewall.block(wall, address, key(wall)));
    return wall;
  },
  verify: ({ task: { address }, result }, { services }) =>
    services.firewall.isBlocked(address)
      ? { ok: true }
      : { ok: false, reason: `the ${result} lets ${address} through` },
  attempts: 2,
  person: { deadline: '1h' },
});

/** An alert: clear ones are decided at once, the others by an analyst, or as if they were attacks where nobody looks within a quarter of an hour. */
export const triage = graph({
  name: 'triage',
  description: 'Judges an alert, and keeps an address out',
  state: {
    alert: Alert,
    likely: z.number().optional(),
    by: z.string().default('rule'),
    wall: z.enum(['edge', 'host']).optional(),
    tried: z.array(z.string()).default([]),
  },
  events: { attack: z.object({ by: z.string() }), harmless: z.object({ by: z.string() }) },
  start: 'judge',
  nodes: {
    judge: {
      run: async ({ alert }, { step, signal }) => ({ likely: await step('score', () => score(alert, signal)) }),
      retry: { attempts: 3, backoff: '1s' },
      timeout: '20s',
      onError: { to: 'analyst', label: 'it cannot be judged' },
      next: [
        { when: (s) => (s.likely ?? 0) >= 0.9, to: 'contain', label: 'certain' },
        { when: (s) => (s.likely ?? 0) <= 0.1, to: 'dismissed', label: 'noise' },
        'analyst',
      ],
    },
    analyst: {
      on: {
        attack: { to: 'contain', update: (_s, { by }) => ({ by }) },
        harmless: { to: 'dismissed', update: (_s, { by }) => ({ by }) },
      },
      after: { '15m': { to: 'contain', update: () => ({ by: 'nobody' }) } },
    },
    contain: {
      graph: containing,
      input: (s) => ({ task: { address: s.alert.address } }),
      output: ({ state: { result, tried } }) => ({ wall: result, tried: tried.map(({ reason }) => reason) }),
      next: [{ when: (s) => s.wall !== undefined, to: 'contained', label: 'verified' }, 'open'],
    },
    contained: { final: true },
    dismissed: { final: true },
    open: { final: true },
  },
});
