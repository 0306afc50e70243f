import { createHash } from 'node:crypto';
import type { Duration, Moment, ServiceDefinitions } from '@cairn/core';
import { lengthOf } from '../kit/number.ts';
import { chainGraph, remindingGraph, type Asked, type Asks, type Telling } from './asking.ts';
import type { Asking, Links, Notifier } from './notice.ts';

/** How people are asked, and for how long they are waited for. */
export interface PersonOptions<Services = {}> {
  /** Tells people that they are waited for; without one nobody is told. A function finds it among the services of the graph. */
  readonly notifier?: Notifier | ((services: Services) => Notifier);
  /** Makes a link of each answer that a notice offers. A function finds it among the services of the graph. */
  readonly links?: Links | ((services: Services) => Links);
  /** Who is asked, one after another. */
  readonly chain?: readonly Asked[];
  /** How long it is quiet before whoever is asked is told again. */
  readonly remind?: Duration;
  /** How long people are waited for in all; without one, for ever. */
  readonly deadline?: Duration;
}

/** The names of the nodes that ask people, beside the one that holds them. */
export type AskingNode = 'asked' | 'tell' | 'quiet';

/** What a node does that waits for people. */
export interface PersonPlace<State> {
  /** The name of the pattern that asks. */
  readonly pattern: string;
  /** What their answers lead to, by events. */
  readonly on: object;
  /** Where it goes at the deadline. */
  readonly late: string;
  readonly notice: (s: State, moment: Moment) => Asking;
  /** Those of the graph that asks, among which `notifier` and `links` are found. */
  readonly services: ServiceDefinitions | undefined;
}

/**
 * A node that waits for people: it takes their events, and asks and reminds them meanwhile. That a notice could not be brought does not end
 * the wait: who is asked can be seen in the thread as well.
 */
export function personNode<State, Services>(
  options: PersonOptions<Services>,
  { pattern, on, late, notice, services }: PersonPlace<State>,
): object {
  mustBeLengths(pattern, options);
  const { notifier, links, chain = [], remind, deadline } = options;
  const waits = { on, ...(deadline !== undefined && { after: { [deadline]: late } }) };
  if (chain.some(({ who }) => who.length === 0))
    throw new TypeError('Nobody is named by an entry of `chain`: `who` is empty.');
  if (notifier === undefined) return waits;
  const telling = { notifier, links, remind, services } as Telling;
  return {
    ...waits,
    graph: chain.length === 0 ? remindingGraph(telling) : chainGraph(telling, chain),
    input: (s: State, moment: Moment): Asks => {
      const shown = notice(s, moment);
      return { notice: shown, lane: moment.lane, wait: waitOf(shown, moment) };
    },
    next: late,
  };
}

/** Refuses lengths of time that are none. */
function mustBeLengths(
  pattern: string,
  { deadline, remind, chain = [] }: Pick<PersonOptions, 'deadline' | 'remind' | 'chain'>,
): void {
  if (deadline !== undefined) lengthOf(pattern, 'person.deadline', deadline);
  if (remind !== undefined) lengthOf(pattern, 'person.remind', remind);
  for (const [at, each] of chain.entries()) lengthOf(pattern, `person.chain[${at}].for`, each.for);
}

/** What a wait is known by: what people are shown, and when it began. */
function waitOf(notice: Asking, { now }: Moment): string {
  return createHash('sha256')
    .update(JSON.stringify([notice, now]))
    .digest('base64url')
    .slice(0, 27);
}
