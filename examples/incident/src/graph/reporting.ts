import { service } from '@cairn/core';
import { segments, type Contradiction } from '@cairn/patterns';
import { z } from 'zod';
import { countOrders } from '../activities/count-orders.ts';
import { findBeginning } from '../activities/find-beginning.ts';
import { stateItPublicly } from '../activities/state-it-publicly.ts';
import type { Site } from '../site.ts';
import { Alert } from '../world/alert.ts';
import { Evidence, evidenceOf } from './evidence.ts';
import { Hypothesis } from './hypothesis.ts';

/** An incident that is over, as those who report it are told. */
const Closed = z.object({
  alert: Alert,
  evidence: z.array(Evidence).readonly(),
  hypothesis: Hypothesis,
  /** The version that was put in place. */
  running: z.string().exactOptional(),
});

const diagnosis = {
  cause: z.string(),
  version: z.string(),
  /** When the first order failed, as far as the log says. */
  since: z.date().optional(),
};
/** Orders as the log has them by now. */
const impact = { orders: z.int(), failed: z.int() };
const timeline = { began: z.date(), words: z.string() };
/** What customers are told. */
const statement = { text: z.string() };

/** The graph of the report of an incident: agents write side by side, each its own part. */
export const reporting = segments({
  name: 'reporting',
  description: 'Four agents write the report of an incident, each its own part.',
  task: Closed,
  services: { site: service<Site>() },
  agents: {
    diagnosis: {
      writes: diagnosis,
      work: ({ task: { hypothesis, evidence } }) => ({
        cause: hypothesis.cause,
        version: hypothesis.suspect,
        since: evidenceOf(evidence, 'logs')?.since,
      }),
    },
    impact: {
      writes: impact,
      work: { run: (_, ctx) => countOrders(ctx.services.site, ctx), retry: { attempts: 3, backoff: '1s' } },
    },
    timeline: {
      writes: timeline,
      needs: ['diagnosis'],
      work: ({ task, written, refused }, ctx) => findBeginning(task.evidence, written.diagnosis?.since, refused, ctx),
    },
    statement: {
      writes: statement,
      needs: ['diagnosis', 'impact'],
      work: ({ task, written, refused }, ctx) =>
        stateItPublicly(ctx.services.site, { ...task, ...written.impact, refused }, ctx),
    },
  },
  contradictions: (written) => [...contradictedBeginning(written), ...contradictedCount(written)],
  confirm: true,
});

export type Reporting = typeof reporting;

interface Parts {
  readonly diagnosis?: { readonly since?: Date | undefined };
  readonly impact?: { readonly failed: number };
  readonly timeline?: { readonly began: Date };
  readonly statement?: { readonly text: string };
}

type Contradictions = readonly Contradiction<keyof Parts>[];

/** What began before anything failed is no beginning. */
function contradictedBeginning({ diagnosis: found, timeline: told }: Parts): Contradictions {
  if (found?.since === undefined || told === undefined || told.began >= found.since) return [];
  const [began, since] = [told.began, found.since].map((time) => time.toTimeString().slice(0, 8));
  return [{ between: ['timeline', 'diagnosis'], why: `it began at ${began}, and no order failed before ${since}` }];
}

/** Customers are told the number that was counted. */
function contradictedCount({ impact: counted, statement: told }: Parts): Contradictions {
  if (counted === undefined || told === undefined || new RegExp(`\\b${counted.failed}\\b`, 'u').test(told.text))
    return [];
  return [{ between: ['statement', 'impact'], why: `it does not say that ${counted.failed} orders failed` }];
}
