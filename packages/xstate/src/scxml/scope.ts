/** An event, as expressions see it in `_event`; keys without a value are there all the same. */
export interface ScxmlEvent {
  readonly name: string;
  readonly type: 'platform' | 'internal' | 'external';
  readonly sendid?: string | undefined;
  readonly origin?: string | undefined;
  readonly origintype?: string | undefined;
  readonly data?: unknown;
}

/** What evaluates the expressions of documents. It is given to `fromScxml`, which evaluates nothing by itself. */
export interface Expressions {
  /** The variables of one step. What was evaluated in another is not there, but for what {@link Scope.data} told. */
  begin(this: void, surroundings: Surroundings): Scope;
}

/** What a scope begins with. */
export interface Surroundings {
  readonly data: Readonly<Record<string, unknown>>;
  /** The variables that there are, though they may have no value. */
  readonly declared: readonly string[];
  /** The scripts at the top of the document. A scope that goes on from data has their functions, and its own data all the same. */
  readonly scripts: readonly string[];
  /** The names of the thread and of the document. */
  readonly session: string;
  readonly machine: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly isIn: (id: string) => boolean;
}

/** An expression, or a value that is plain data. */
export type Given = { readonly expr: string } | { readonly literal: unknown };

/** The variables of a machine while it takes a step. Each of these throws where evaluating does. */
export interface Scope {
  /** Whether an expression holds. */
  test(expr: string): boolean;
  /** What an expression gives, as plain data. */
  evaluate(expr: string): unknown;
  /** Writes to a variable, or to a part of it; there has to be one. */
  assign(location: string, value: Given): void;
  /** Makes a variable; one that is there keeps its value unless another is given. */
  declare(name: string, value?: Given): void;
  run(script: string): void;
  /** Says which event is dealt with. */
  hear(event: ScxmlEvent): void;
  /** All variables, as plain data. */
  data(): Readonly<Record<string, unknown>>;
}

/** The type of the processor that takes events of the machine itself. */
export const processor = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';

/** Where a session is sent events. */
export function addressOf(session: string): string {
  return `#_scxml_${session}`;
}
