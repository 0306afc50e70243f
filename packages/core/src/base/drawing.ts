/** What is drawn below a node that hosts something with states of its own, a state machine: plain data, which takes no part in the fingerprint. */
export interface Drawing {
  readonly nodes: readonly DrawnState[];
  readonly edges: readonly DrawnMove[];
  readonly active: ActiveAt;
}

/** A state within a node. */
export interface DrawnState {
  /** What it is known by among the states of its node; by custom the names of those that hold it and its own, joined by dots. */
  readonly id: string;
  readonly name: string;
  /** `always` is one that is left as soon as it is come to, `history` stands for those that were active before. */
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history' | 'always';
  /** The id of the state that holds it. */
  readonly parent?: string;
  /** There where what holds it starts. */
  readonly start?: true;
  readonly label?: string;
}

/** A transition between states within a node. */
export interface DrawnMove {
  /** The id of the state that is left, wherever in it something is active; empty where it is any of the node. */
  readonly from: string;
  readonly to: string;
  /** `next` is taken when what its state holds or has at work is done, `case` as soon as its guard holds. */
  readonly kind: 'event' | 'timer' | 'next' | 'case' | 'error';
  /** The event, how long, and the guard: `pay [enough]`. */
  readonly label?: string;
}

/** Where the node's state tells which of these are active, without anybody's code. */
export interface ActiveAt {
  /** A key of the state. */
  readonly key: string;
  /**
   * The names from its value down to what tells it: a list of ids of states, of which those that hold others may be left out; or names as
   * XState writes a state's value, `"paying"` or `{ shop: "cart", clock: "on" }`. The value itself by default.
   */
  readonly path?: readonly string[];
}
