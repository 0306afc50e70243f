import { dictionary } from '../base/value/dictionary.ts';
import type { Drawing } from '../base/drawing.ts';
import type { KeyPlan, NodeKind, RetryPlan } from './plan.ts';

/** A plan as data: what is drawn and explained without the author's code. */
export interface PlanData {
  readonly name: string;
  readonly version?: string;
  /** The graph and its subgraphs by where they are. */
  readonly graphs: Readonly<Record<string, GraphData>>;
}

/** One graph of a plan, as data. */
export interface GraphData {
  readonly name: string;
  readonly version?: string;
  readonly start: string;
  readonly keys: Readonly<
    Record<string, { readonly kind: KeyPlan['kind']; readonly schema?: unknown; readonly by?: string }>
  >;
  /** What the schemas of events say of themselves. */
  readonly events: Readonly<Record<string, unknown>>;
  /** What the schemas of answers say of themselves; left out where no question is declared. */
  readonly questions?: Readonly<Record<string, unknown>>;
  readonly on: Readonly<Record<string, readonly HandlerData[]>>;
  /** Timers that run from when the graph was started; left out where there are none. */
  readonly after?: readonly TimerData[];
  readonly limits: Readonly<Record<string, number>>;
  /** For how long those hold that do not for as long as the graph is open. */
  readonly windows?: Readonly<Record<string, 'turn' | 'day'>>;
  readonly nodes: Readonly<Record<string, NodeData>>;
}

/** A node, as data; what it does not have is left out. */
export interface NodeData {
  readonly kind: NodeKind;
  /** Where its subgraph is in the plan. */
  readonly graph?: string;
  readonly verify?: true;
  readonly next?: NextData;
  readonly on?: Readonly<Record<string, readonly HandlerData[]>>;
  readonly after?: readonly TimerData[];
  readonly onError?: RescueData;
  readonly retry?: Omit<RetryPlan, 'when'>;
  /** Milliseconds an attempt may take. */
  readonly timeout?: number;
  readonly writes?: readonly string[];
  readonly share?: readonly string[];
  /** The states of what it hosts. */
  readonly drawing?: Drawing;
}

/** Where a node leads, as data. */
export type NextData =
  | string
  | { readonly cases: readonly CaseData[]; readonly otherwise?: string }
  | { readonly among: readonly string[] }
  | ({ readonly all: readonly { readonly to: string; readonly needs: readonly string[] }[] } & MeetingData)
  | ({ readonly each: string; readonly id?: true; readonly needs?: true; readonly until?: true } & MeetingData);

/** What the state decides, with a few words for how. */
export interface DecidedData {
  readonly words: string;
}

interface MeetingData {
  readonly then: string;
  readonly need: 'all' | number | DecidedData;
  readonly onError?: RescueData;
}

/** Where failures lead: a name where it is one node whatever failed. */
export type RescueData = string | readonly (HandlerData & { readonly to: string })[];

/** The ways that there are for failures, in the order in which they are tried. */
export function rescuesIn(data: RescueData | undefined): Exclude<RescueData, string> {
  return typeof data === 'string' ? [{ to: data }] : (data ?? []);
}

/** A case of `next`, with a few words for its guard. */
export interface CaseData {
  readonly to: string;
  readonly label?: string;
  readonly guard: string;
}

/** A timer, as data. */
export interface TimerData {
  /** Its duration as written, or its place in the list, where it follows from the state. A graph's begins with `graph: `. */
  readonly name: string;
  /** Whether the state says how long it is, or until when; absent where its name does. */
  readonly by?: 'in' | 'at';
  /** A few words for how the state says so. */
  readonly words?: string;
  readonly handlers: readonly HandlerData[];
}

/** What an event or a timer leads to; no `to` means the lane stays. */
export interface HandlerData {
  readonly to?: string;
  readonly label?: string;
  readonly guard?: string;
}

/**
 * A plan's data from the text that is kept of it. Nothing is found in it but its own names: another version of a graph may name things
 * as objects inherit them.
 */
export function readPlanData(text: string): PlanData {
  return JSON.parse(text, (_name, part: unknown) => ownNamesOnly(part)) as PlanData;
}

function ownNamesOnly(part: unknown): unknown {
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? dictionary(part as never) : part;
}
