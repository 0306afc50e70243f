import {
  append,
  graph,
  type AppendKey,
  type InferOutput,
  type Moment,
  type Schema,
  type ServiceDefinitions,
  type ServicesOf,
} from '@cairn/core';
import { z } from 'zod';
import { count, numberBy } from '../kit/number.ts';
import { saidOf, type PatternGraph, type PatternOptions } from '../kit/pattern.ts';
import type { Asking, Offer } from './notice.ts';
import { personNode, type AskingNode, type PersonOptions } from './person.ts';
import { isSamePerson, somebody } from './somebody.ts';

/** A yes that somebody gave. */
export interface Yes {
  readonly by: string;
  readonly note?: string;
}

/** What an approval is made of. */
export interface ApprovalOptions<
  Name extends string,
  About extends Schema,
  Services extends ServiceDefinitions,
> extends PatternOptions<Name, Services> {
  /** What people are asked about. */
  readonly about: About;
  /** How many different people have to approve; 1 by default. */
  readonly approvals?: number | ((about: InferOutput<About>) => number);
  /** How people are asked. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: InferOutput<About>, moment: Moment) => Asking;
  };
}

interface Keys<About extends Schema> {
  readonly about: About;
  readonly approvals: AppendKey<Schema<Yes>>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly reason: z.ZodOptional<z.ZodString>;
}

type KeysOf<About extends Schema> = { readonly [Key in keyof Keys<About>]: Keys<About>[Key] };

/** What people may say. */
export interface ApprovalEvents {
  readonly approve: Yes;
  readonly reject: { readonly by: string; readonly reason: string };
}

/** The graph of {@link approval}. `by` says who decided, where somebody did. */
export type ApprovalGraph<
  Name extends string,
  About extends Schema,
  Services extends ServiceDefinitions = {},
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<About>;
  readonly outcome: 'approved' | 'rejected' | 'expired';
  readonly nodes: 'person' | AskingNode | 'approved' | 'rejected' | 'expired';
  readonly events: ApprovalEvents;
  readonly services: Services;
  readonly workers: never;
}>;

/**
 * Asks people about something, who approve or reject it: by links, by webhooks, or by whatever sends the events. It ends as `approved`, `rejected`, or
 * `expired` where nobody answered by the deadline.
 *
 * @example
 * const leave = approval({
 *   name: 'leave',
 *   about: z.object({ who: z.string(), days: z.number() }),
 *   person: { notifier: slackNotifier({ url }), links, chain: [{ who: 'ada', for: '1d' }, { who: 'grace', for: '1d' }], deadline: '3d' },
 * });
 */
export function approval<const Name extends string, About extends Schema, Services extends ServiceDefinitions = {}>(
  options: ApprovalOptions<Name, About, Services>,
): ApprovalGraph<Name, About, Services> {
  const { deadline, notifier } = options.person ?? {};
  const expires = deadline !== undefined || notifier !== undefined;
  return graph({
    ...saidOf(options),
    state: {
      about: options.about,
      approvals: append(z.object({ by: z.string(), note: z.string().exactOptional() })),
      by: z.string().optional(),
      reason: z.string().optional(),
    },
    events: {
      approve: z.object({ by: somebody, note: z.string().exactOptional() }),
      reject: z.object({ by: somebody, reason: z.string() }),
    },
    start: 'person',
    nodes: {
      person: waitNode(options as Erased),
      approved: { final: true },
      rejected: { final: true },
      ...(expires && { expired: { final: true } }),
    },
  } as never) as never;
}

type Erased = ApprovalOptions<string, Schema, {}>;

interface State {
  readonly about: unknown;
  readonly approvals: readonly Yes[];
}

const offers: readonly Offer[] = [
  { label: 'Approve', event: 'approve', ask: [{ name: 'note', label: 'Note', optional: true }] },
  { label: 'Reject', event: 'reject', ask: [{ name: 'reason', label: 'Reason' }] },
];

function waitNode({ name, approvals = 1, person = {}, services }: Erased): object {
  const needed = numberBy(name, 'approvals', count, approvals);
  const isAnother = (s: State, said: Yes): boolean => !s.approvals.some(({ by }) => isSamePerson(by, said.by));
  const isEnough = (s: State, said: Yes): boolean => isAnother(s, said) && s.approvals.length + 1 >= needed(s.about);
  const approved = (_s: State, said: Yes): object => ({ by: said.by, approvals: [said] });
  const standing: Asking = { subject: `${name} asks for an approval`, text: '' };
  return personNode(person, {
    pattern: name,
    services,
    notice: ({ about }: State, moment: Moment) => ({ offers, ...(person.notice?.(about, moment) ?? standing) }),
    late: 'expired',
    on: {
      approve: [
        { when: isEnough, to: 'approved', label: 'enough', update: approved },
        { when: isAnother, label: 'one of several', update: approved },
        { label: 'said before' },
      ],
      reject: {
        to: 'rejected',
        update: (_s: State, { by, reason }: ApprovalEvents['reject']) => ({ by, reason }),
      },
    },
  });
}
