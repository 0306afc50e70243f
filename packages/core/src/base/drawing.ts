/** What is drawn below a node that hosts something with states of its own, a state machine: plain data, which takes no part in the fingerprint. */
export interface Drawing {
  readonly nodes: readonly DrawnState[];
  readonly edges: readonly DrawnMove[];
  readonly active: ActiveAt;
  /** Where the node's state tells what its last input did within the node: an object as {@link Went} has it. By default nobody tells. */
  readonly went?: ActiveAt;
}

/**
 * What an input did within a node; it is told by the row that changes the key which has it. Where a row by an event does not change it, and one transition
 * alone has that name and leaves a state that is active, that one was taken, and nothing else was.
 */
export interface Went {
  /** The ids of the transitions that were taken, in order, each as often as it was. */
  readonly taken?: readonly string[];
  /** The ids of the states that were come to and left again, or come to once more, each as often as it was. Those that are active since and were not before are not among them. */
  readonly entered?: readonly string[];
  /** There where the input is a new version: new names by old ones, of states whose names have changed; names down to a state, joined by dots, or `#` and the alias that it had. */
  readonly renamed?: Readonly<Record<string, string>>;
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
  /** There where it is a history that stands for all that was active below what holds it, and not for what that holds alone. */
  readonly deep?: true;
  /** There where what holds it starts. */
  readonly start?: true;
  readonly label?: string;
  /** Another id that is its own, wherever it stands and whatever it is called there: a migration may name it by that. */
  readonly alias?: string;
}

/** A transition between states within a node. */
export interface DrawnMove {
  /** What the node's state calls it when it tells that it was taken; transitions to several states share it. */
  readonly id?: string;
  /** The id of the state that is left, wherever in it something is active; empty where it is any of the node. */
  readonly from: string;
  readonly to: string;
  /** `next` is taken when what its state holds or has at work is done, `case` as soon as its guard holds. */
  readonly kind: 'event' | 'timer' | 'next' | 'case' | 'error';
  /** The event, how long, and the guard: `pay [enough]`. */
  readonly label?: string;
}

/** Where the node's state tells something of these, without anybody's code: which are active, by default. */
export interface ActiveAt {
  /** A key of the state. */
  readonly key: string;
  /**
   * The names from its value down to what tells it: a list of ids of states, of which those that hold others may be left out; or names as
   * XState writes a state's value, `"paying"` or `{ shop: "cart", clock: "on" }`. The value itself by default.
   */
  readonly path?: readonly string[];
}
