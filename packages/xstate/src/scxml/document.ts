import type { Place } from './refused.ts';

/** A document as it was read: a tree of states, frozen in meaning and known by their order in the text. */
export interface ScxmlDocument {
  readonly name: string | undefined;
  readonly root: DocState;
  /** All states but the root, in the order of the text; those of history among them. */
  readonly states: ReadonlyMap<string, DocState>;
  /** Whether variables have their values when their state is first entered, and not from the start. */
  readonly late: boolean;
  /** Whether it says that it has no variables, and asks for nothing but where the machine is. */
  readonly isNull: boolean;
  /** The scripts at the top of the document, which run before the first state is entered. */
  readonly scripts: readonly string[];
}

export interface DocState {
  readonly kind: 'scxml' | 'state' | 'parallel' | 'final' | 'history';
  readonly id: string;
  readonly at: Place;
  /** The place in the text among all states. */
  readonly order: number;
  readonly parent: DocState | undefined;
  readonly children: DocState[];
  readonly data: DataItem[];
  /** Blocks: where something goes wrong in one, the rest of it is left out, and the next goes on. */
  readonly onentry: (readonly Content[])[];
  readonly onexit: (readonly Content[])[];
  readonly transitions: Transition[];
  /** Where a compound state begins; where a history leads that was never left. */
  initial: Transition | undefined;
  readonly deep: boolean;
  done: Payload | undefined;
}

export interface Transition {
  readonly source: DocState;
  /** None: what no event is needed for. */
  readonly events: readonly string[] | undefined;
  readonly cond: Text | undefined;
  readonly target: readonly DocState[];
  readonly internal: boolean;
  readonly content: readonly Content[];
}

/** An expression, a script or a location, and the element that it stands in. */
export interface Text {
  readonly text: string;
  readonly tag: string;
  readonly at: Place;
}

/** A value: as an expression, or as it stands in the document. */
export type Value = { readonly expr: Text } | { readonly literal: unknown };

export interface DataItem {
  readonly id: string;
  readonly value: Value;
  readonly at: Place;
}

/** What goes along with an event. */
export interface Payload {
  readonly params: readonly { readonly name: string; readonly value: Text }[];
  readonly content: Value | undefined;
  readonly at: Place;
}

export interface Send {
  readonly tag: 'send';
  readonly at: Place;
  readonly event: Value | undefined;
  readonly target: Value | undefined;
  readonly type: Value | undefined;
  readonly delay: Value | undefined;
  readonly id: string | undefined;
  readonly idLocation: Text | undefined;
  readonly payload: Payload;
}

/** What is done on the way. */
export type Content =
  | { readonly tag: 'raise'; readonly event: string }
  | { readonly tag: 'assign'; readonly location: Text; readonly value: Value }
  | { readonly tag: 'log'; readonly label: string | undefined; readonly expr: Text | undefined }
  | { readonly tag: 'script'; readonly script: Text }
  | { readonly tag: 'cancel'; readonly id: Value }
  | { readonly tag: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly tag: 'foreach';
      readonly array: Text;
      readonly item: Text;
      readonly index: Text | undefined;
      readonly content: readonly Content[];
    }
  | Send;

export interface Branch {
  /** None: otherwise. */
  readonly cond: Text | undefined;
  readonly content: readonly Content[];
}

/** Whether a state is in others, rather than holding some. */
export function isAtomic({ kind, children }: DocState): boolean {
  return kind === 'final' || (kind === 'state' && children.length === 0);
}

export function isCompound({ kind, children }: DocState): boolean {
  return kind === 'state' && children.length > 0;
}

/** The states that hold a state, the nearest first, up to one that is left out. */
export function ancestorsOf(state: DocState, upTo?: DocState): readonly DocState[] {
  const found: DocState[] = [];
  for (let each = state.parent; each !== undefined && each !== upTo; each = each.parent) found.push(each);
  return found;
}

export function isWithin(state: DocState, holder: DocState): boolean {
  return ancestorsOf(state).includes(holder);
}

/** What a state holds that can be active: all but its histories. */
export function heldBy({ children }: DocState): readonly DocState[] {
  return children.filter(({ kind }) => kind !== 'history');
}
