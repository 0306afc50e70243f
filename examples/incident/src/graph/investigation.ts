import { append, graph, service } from '@cairn/core';
import { z } from 'zod';
import { askModel } from '../activities/ask-model.ts';
import { correlate } from '../activities/correlate.ts';
import type { Site } from '../site.ts';
import { Alert } from '../world/alert.ts';
import { Evidence } from './evidence.ts';
import { Hypothesis } from './hypothesis.ts';

/** The graph that looks for a cause: it asks the model if one is set, and goes by rules otherwise. */
export const investigation = graph({
  name: 'investigation',
  description: 'Finds the cause that the evidence points to.',
  state: {
    alert: Alert,
    evidence: append(Evidence),
    /** The name of the model to ask. */
    model: z.string().optional(),
    hypothesis: Hypothesis.optional(),
  },
  services: { site: service<Site>() },
  start: 'begin',
  nodes: {
    begin: {
      run: (_, { services }) => ({ model: services.site.model?.name }),
      next: [{ when: (s) => s.model !== undefined, to: 'ask', label: 'a model is set' }, 'reason'],
    },
    ask: {
      run: (s, ctx) => askModel(ctx.services.site, s, ctx),
      timeout: '60s',
      retry: { attempts: 2 },
      onError: 'reason',
      next: 'weigh',
    },
    reason: { run: (s, ctx) => correlate(s.evidence, ctx), next: 'weigh' },
    weigh: {
      next: [{ when: (s) => (s.hypothesis?.confidence ?? 0) >= 0.5, to: 'found', label: 'likely' }, 'inconclusive'],
    },
    found: { final: true },
    inconclusive: { final: true },
  },
});
