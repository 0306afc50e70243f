import { append, graph, service } from '@cairn/core';
import { z } from 'zod';

export const letter = graph({
  name: 'letter',
  state: { to: z.string(), sent: append(z.string()) },
  services: { mailer: service<{ send(to: string): string }>() },
  start: 'send',
  nodes: {
    send: { run: (s, ctx) => ({ sent: [ctx.services.mailer.send(s.to)] }), next: 'sent' },
    sent: { final: true },
  },
});

/** Made by whoever drives letters, and by nobody else. */
export async function services() {
  console.error('connected');
  return { mailer: { send: (to: string) => `to ${to}` } };
}
