import type { Graph } from '@cairn/core';

/** What LangGraph's types tell of a graph, built or compiled. */
type CompiledOf<Of> = Of extends { readonly '~OutputType': unknown }
  ? Of
  : Of extends { compile(...args: never): infer Compiled }
    ? Compiled
    : never;

type StateOf<Compiled> = Compiled extends { readonly '~RunOutput': infer State } ? State : Record<string, unknown>;

type UpdateOf<Compiled> = Compiled extends { readonly '~RunInput': infer Update } ? Update : Record<string, unknown>;

type InputOf<Compiled> = Compiled extends { readonly '~InputType': infer Input } ? Input : Record<string, unknown>;

/** The names of a graph's nodes. */
export type NamesOf<Of> = CompiledOf<Of> extends { readonly '~NodeType': infer Names extends string } ? Names : string;

/** A graph that was converted, with what is known of its state and its input. */
export type ConvertedGraph<Of> = Graph<{
  readonly name: string;
  readonly state: Readonly<StateOf<CompiledOf<Of>>>;
  readonly stored: Readonly<StateOf<CompiledOf<Of>>>;
  readonly update: UpdateOf<CompiledOf<Of>>;
  readonly input: InputOf<CompiledOf<Of>>;
  readonly outcome: '__end__';
  readonly nodes: string;
  readonly events: { readonly input: InputOf<CompiledOf<Of>> };
  readonly questions: Readonly<Record<string, typeof import('./channels.ts').anything>>;
  readonly services: {};
}>;
