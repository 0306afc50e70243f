import type { Moment, ServiceDefinitions } from '@cairn/core';
import type { Asking, Offer } from '../people/notice.ts';
import { personNode, type PersonOptions } from '../people/person.ts';
import { isSamePerson } from '../people/somebody.ts';
import type { Deciding, GateEvents, GateState } from './deciding.ts';
import { approvalsOf, type Held } from './rules.ts';

interface Asker {
  readonly name: string;
  readonly policy?: unknown;
  readonly services?: ServiceDefinitions;
  readonly person?: PersonOptions<never> & {
    readonly notice?: (about: Deciding<never>, moment: Moment) => Asking;
  };
}

type Said<Name extends keyof GateEvents<unknown>> = GateEvents<unknown>[Name];

/** The node of a gate that waits for people. `rule` says what the rules say to an action of a round. */
export function askingNode(
  { name, person = {}, policy, services }: Asker,
  rule: (action: unknown, round: number, moment: Moment) => object,
): object {
  return personNode(person, {
    pattern: name,
    services,
    notice: (s: GateState, moment: Moment): Asking => {
      const about = { action: s.action, round: s.round, held: s.held, approvals: inRound(s) };
      const said = person.notice?.(about as never, moment) ?? defaultNotice(name, about);
      return { offers: offersIn(s.round), ...said };
    },
    late: 'expired',
    on: {
      approve: [
        { when: isEnough, to: 'allowed', label: 'enough', update: approved },
        { when: isAnother, label: 'one of several', update: approved },
        { when: isOf, label: 'said before' },
      ],
      reject: {
        when: isOf,
        to: 'refused',
        label: 'of this round',
        update: (_s: GateState, { by, reason }: Said<'reject'>) => ({ by, reason }),
      },
      amend: {
        when: isOf,
        to: policy === undefined ? 'rules' : 'policy',
        label: 'of this round',
        update: (s: GateState, { by, action }: Said<'amend'>, moment: Moment) => ({
          by,
          action,
          round: s.round + 1,
          amended: [{ by, action: s.action, round: s.round }],
          ...(policy === undefined && rule(action, s.round + 1, moment)),
        }),
      },
    },
  });
}

function inRound({ approvals, round }: GateState): GateState['approvals'] {
  return approvals.filter((approval) => approval.round === round);
}

function isOf(s: GateState, { round = s.round }: { readonly round?: number }): boolean {
  return round === s.round;
}

function isAnother(s: GateState, said: Said<'approve'>): boolean {
  return isOf(s, said) && !inRound(s).some(({ by }) => isSamePerson(by, said.by));
}

function isEnough(s: GateState, said: Said<'approve'>): boolean {
  return isAnother(s, said) && inRound(s).length + 1 >= approvalsOf(s.held);
}

function approved({ round }: GateState, { by, note }: Said<'approve'>): object {
  return { by, approvals: [{ by, round, ...(note !== undefined && { note }) }] };
}

function offersIn(round: number): readonly Offer[] {
  return [
    {
      label: 'Approve',
      event: 'approve',
      payload: { round },
      ask: [{ name: 'note', label: 'Note', optional: true }],
    },
    { label: 'Reject', event: 'reject', payload: { round }, ask: [{ name: 'reason', label: 'Reason' }] },
  ];
}

function defaultNotice(name: string, { action, held, approvals }: Deciding<unknown>): Asking {
  const needed = approvalsOf(held) - approvals.length;
  return {
    subject: `${name} asks for ${needed === 1 ? 'an approval' : `${needed} approvals`}`,
    text: held.length === 0 ? 'No rule allows it.' : `It is asked because of: ${held.map(inWords).join(', ')}.`,
    facts: factsOf(action),
  };
}

function inWords({ rule, error }: Held): string {
  return error === undefined ? rule : `${rule} (which could not be judged: ${error})`;
}

/** What of an action can be shown at a glance. */
function factsOf(action: unknown): Readonly<Record<string, string>> {
  if (typeof action !== 'object' || action === null) return { action: String(action) };
  const shown = Object.entries(action).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(shown.map(([key, value]) => [key, String(value)]));
}
