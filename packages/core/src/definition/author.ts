import type { Context } from './context.ts';
import type { EventDefinitions, EventPayloads } from './event.ts';
import type { Hints } from './hints.ts';
import type { QuestionDefinitions, QuestionsOf } from './question.ts';
import type { ServiceDefinitions, ServicesOf } from './service.ts';
import type { EntryState, EntryUpdate, StateDefinition, UpdateOfKeys } from './state.ts';

/** What the functions of a graph's nodes see and make. */
export interface Author {
  readonly state: unknown;
  readonly update: Hints;
  readonly payloads: unknown;
  readonly context: unknown;
}

/**
 * What the functions of a graph with these parts see and make. Before anything is inferred, what they make is {@link Hints}.
 */
export interface AuthorOf<
  Keys extends StateDefinition,
  Events extends EventDefinitions,
  Limited extends string,
  Services extends ServiceDefinitions,
  Questions extends QuestionDefinitions,
> {
  readonly state: { readonly [Name in keyof Keys]: EntryState<Keys[Name]> };
  readonly update: string extends keyof Keys ? Hints : { readonly [Name in keyof Keys]?: EntryUpdate<Keys[Name]> };
  readonly payloads: string extends keyof Keys & keyof Events ? Hints : EventPayloads<Events>;
  readonly context: Context<Limited, UpdateOfKeys<Keys>, ServicesOf<Services>, QuestionsOf<Questions>>;
}
