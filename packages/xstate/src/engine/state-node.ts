import type { Drawing } from '@cairn/core';

/** What of a machine's states is drawn: those of XState 5 and of XState 6 have it. */
export interface StateNode {
  readonly id: string;
  readonly key: string;
  readonly path: readonly string[];
  readonly type: Drawing['nodes'][number]['kind'];
  readonly states: Readonly<Record<string, StateNode>>;
  readonly initial?: { readonly target?: readonly StateNode[] | undefined } | undefined;
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
  readonly always?: readonly Transition[] | undefined;
  /** Of a history: whether it remembers all that is below its parent, and where it leads that was never left. */
  readonly history?: false | 'shallow' | 'deep' | undefined;
  readonly config?: { readonly target?: unknown } | undefined;
  readonly invoke: readonly { readonly id: string; readonly src: unknown }[];
}

export interface Transition {
  readonly target?: readonly StateNode[] | undefined;
  readonly guard?: unknown;
  readonly delay?: unknown;
  /** Of XState 6: a function that says where it leads. */
  readonly to?: unknown;
}
