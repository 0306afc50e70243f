import type { AnyGraph, InferInput, InferOutput, Schema } from '@cairn/core';
import type { Worker } from '../kit/worker.ts';

/** Keys that one agent writes, by schema. */
export type Segment = Readonly<Record<string, Schema>>;

/** Of an agent the keys that it writes are known, and the graph that works for it. */
export type SegmentOf<Known> = Exclude<Known, AnyGraph>;

/** The places of an agent from which what is known of it is inferred. */
export interface Captured<Known> {
  readonly writes?: Known;
  readonly work?: { readonly graph: Known };
}

/** What is found in a segment. */
export type SegmentState<Of> = { readonly [Key in keyof Of]: Of[Key] extends Schema ? InferOutput<Of[Key]> : never };

/** What is written to a segment. */
export type SegmentUpdate<Of> = { readonly [Key in keyof Of]: Of[Key] extends Schema ? InferInput<Of[Key]> : never };

/** The segments that are written, by agent. */
export type Written<Agents> = { readonly [Name in keyof Agents]?: SegmentState<SegmentOf<Agents[Name]>> };

/** What an agent is given. */
export interface Writing<Task, Agents> {
  readonly task: Task;
  /** The segments of the agents that it needs. */
  readonly written: Written<Agents>;
  /** Why it writes again: what was wrong with what it wrote before, oldest first. */
  readonly refused: readonly string[];
}

/** Somebody who writes a segment. */
export interface Agent<Task, Known, Agents, Services> {
  /** Its own keys: it writes all of them, and no others. */
  readonly writes: SegmentOf<Known>;
  /** Whose segments it reads. */
  readonly needs?: readonly (string & NoInfer<keyof Agents>)[];
  readonly work: Worker<Writing<Task, NoInfer<Agents>>, SegmentUpdate<NoInfer<SegmentOf<Known>>>, Services>;
}

/** Two segments that cannot both be true. */
export interface Contradiction<Name> {
  readonly between: readonly [Name, Name];
  readonly why: string;
}

/** What an agent wrote that was not accepted, or why it wrote nothing. */
export interface Refusal {
  readonly agent: string;
  readonly version: number;
  readonly reason: string;
  /** Whose segment it contradicts, where that is why. */
  readonly against?: string;
}

/** What was taken back. */
export interface Rollback {
  readonly agent: string;
  readonly by: string;
  readonly why?: string;
  /** All agents that write anew: it, and those that depend on it. */
  readonly again: readonly string[];
}

/** What decides who writes when. */
export interface Board {
  readonly task: unknown;
  /** Which time each agent writes, counted from 1. */
  readonly versions: Readonly<Record<string, number>>;
  /** How often what it wrote was refused since it was last taken back. */
  readonly tries: Readonly<Record<string, number>>;
  /** Who wrote nothing that could be accepted, and why. */
  readonly failed: Readonly<Record<string, string>>;
  readonly refusals: readonly Refusal[];
}

/** The needs of each agent, by name. */
export type NeedsBy = Readonly<Record<string, readonly string[]>>;

/** Segments by agent, in a state that has them under their names. */
export function segmentsIn(s: Board, names: readonly string[]): Readonly<Record<string, unknown>> {
  const state = s as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(names.flatMap((name) => (state[name] === undefined ? [] : [[name, state[name]]])));
}

/** Who is to write now: whoever has not, has not failed, and has all that it needs. */
export function readyIn(s: Board, needs: NeedsBy): readonly string[] {
  const written = segmentsIn(s, Object.keys(needs));
  return Object.entries(needs).flatMap(([name, needed]) => {
    const isDue = written[name] === undefined && !Object.hasOwn(s.failed, name);
    return isDue && needed.every((each) => written[each] !== undefined) ? [name] : [];
  });
}

/** An agent, those that depend on it directly or through others, and those that failed as they contradicted one of these. */
export function dependentsOf(agent: string, needs: NeedsBy, s: Board): readonly string[] {
  const found = new Set([agent]);
  const contradicts = (name: string) =>
    Object.hasOwn(s.failed, name) && found.has(s.refusals.findLast((each) => each.agent === name)?.against ?? '');
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [name, needed] of Object.entries(needs))
      if (needed.some((each) => found.has(each)) || contradicts(name)) found.add(name);
  }
  return Object.keys(needs).filter((name) => found.has(name));
}
