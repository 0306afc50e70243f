import type { ClassCodec } from '../base/value/codec.ts';
import type { Duration } from '../base/duration.ts';
import type { Context, Failure } from './context.ts';
import type { Drawing } from '../base/drawing.ts';
import type { EventDefinitions } from './event.ts';
import type { Migration } from './migration.ts';
import type { Moment } from './moment.ts';
import type { CachePolicy, Limits, Retry } from './policy.ts';
import type { QuestionDefinitions } from './question.ts';
import type { ServiceDefinitions } from './service.ts';
import type { StateDefinition } from './state.ts';
import type { ClosedLane } from './transition.ts';

/** A state whose types have been forgotten. */
export type Values = Readonly<Record<string, unknown>>;

/** A graph's definition without its types, as the compiler reads it. */
export interface GraphSource {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly state: StateDefinition;
  readonly events?: EventDefinitions;
  readonly services?: ServiceDefinitions;
  readonly questions?: QuestionDefinitions;
  readonly start: string;
  readonly begin?: (state: Values, moment: Moment) => unknown;
  readonly on?: OnSource;
  readonly after?: AfterSource;
  readonly limits?: Limits;
  readonly codecs?: readonly ClassCodec[];
  readonly nodes: Readonly<Record<string, NodeSource>>;
  readonly migrate?: readonly Migration[];
}

/** A graph that is used as a node. */
export interface ChildSource {
  readonly name: string;
  readonly source: GraphSource;
}

/** A node's definition without its types. */
export interface NodeSource {
  readonly label?: string;
  readonly description?: string;
  readonly final?: true;
  readonly run?: (state: Values, context: Context) => unknown;
  readonly graph?: ChildSource;
  readonly input?: (state: Values, moment: Moment) => unknown;
  readonly output?: (
    ended: { readonly state: Values; readonly outcome: string },
    state: Values,
    moment: Moment,
  ) => unknown;
  readonly share?: readonly string[];
  readonly verify?: (update: Values, state: Values, context: Context) => unknown;
  readonly cache?: CachePolicy<Values>;
  readonly retry?: Retry;
  readonly timeout?: Duration;
  readonly writes?: readonly string[];
  readonly drawing?: Drawing;
  readonly next?: NextSource;
  readonly on?: OnSource;
  readonly after?: AfterSource;
  readonly onError?: OnErrorSource;
}

/** Any of the shapes of `next`. */
export type NextSource = string | readonly (CaseSource | string)[] | ChooseSource | AllSource | EachSource;

/** A guarded way out without its types. */
export interface CaseSource {
  readonly when: (state: Values, moment: Moment) => unknown;
  readonly to: string;
  readonly label?: string;
}

/** A decision without its types. */
export interface ChooseSource {
  readonly choose: (state: Values, moment: Moment) => unknown;
  readonly among: readonly string[];
}

/** The meeting of lanes without its types. */
export interface JoinSource {
  readonly then: string;
  readonly need?: 'all' | 'any' | number | ((state: Values, moment: Moment) => unknown);
  readonly onError?: OnErrorSource;
  readonly merge?: (lanes: readonly ClosedLane<string, Values>[], state: Values, moment: Moment) => unknown;
}

/** A fork into listed lanes without its types. */
export interface AllSource extends JoinSource {
  readonly all: readonly (string | { readonly to: string; readonly needs: readonly string[] })[];
}

/** A fork into computed lanes without its types. */
export interface EachSource extends JoinSource {
  readonly each: (state: Values, moment: Moment) => unknown;
  readonly to: string;
  readonly id?: (state: Values, moment: Moment) => unknown;
  readonly needs?: (state: Values, moment: Moment) => unknown;
  readonly limit?: number | ((state: Values, moment: Moment) => unknown);
  readonly until?: (state: Values, moment: Moment) => unknown;
  readonly onClosed?: (lane: ClosedLane<string, Values>, state: Values, moment: Moment) => unknown;
}

/** What an event does, without its types. */
export interface HandlerSource {
  readonly to?: string;
  readonly when?: (state: Values, payload: unknown, moment: Moment) => unknown;
  readonly update?: (state: Values, payload: unknown, moment: Moment) => unknown;
  readonly label?: string;
}

/** What events do, by name. */
export type OnSource = Readonly<Record<string, OnEntrySource | readonly OnEntrySource[]>>;

/** One entry of `on`. */
export type OnEntrySource = string | HandlerSource;

/** What time does, without its types. */
export interface TimedSource {
  readonly to?: string;
  readonly when?: (state: Values, moment: Moment) => unknown;
  readonly update?: (state: Values, moment: Moment) => unknown;
  readonly label?: string;
}

/** One wait of a list of them, without its types. */
export interface WaitSource extends TimedSource {
  readonly in?: Duration | ((state: Values, moment: Moment) => unknown);
  readonly at?: (state: Values, moment: Moment) => unknown;
}

/** What happens after so long, by duration, or as a list. */
export type AfterSource = Readonly<Record<string, string | TimedSource>> | readonly WaitSource[];

/** Where failure leads, without its types. */
export type OnErrorSource = OnErrorEntrySource | readonly OnErrorEntrySource[];

/** One entry of `onError`. */
export type OnErrorEntrySource =
  | string
  | {
      readonly to: string;
      readonly when?: (state: Values, error: Failure, moment: Moment) => unknown;
      readonly update?: (state: Values, error: Failure, moment: Moment) => unknown;
      readonly keep?: boolean;
      readonly label?: string;
    };
