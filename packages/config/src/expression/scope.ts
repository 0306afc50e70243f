import type { Environment } from '@marcbachmann/cel-js';
import type { Moment } from '@cairn/core';
import { compile, type Compiled } from './compile.ts';
import type { Vocabulary } from './examine.ts';
import { asMap, held, standsFor } from '../cel/held.ts';
import { celNames, ownTypes, type Known } from '../cel/known.ts';
import { language, prefix, timedLanguage } from '../cel/language.ts';

/** Of a moment, what expressions may name. */
const ofMoment: Readonly<Record<string, Known>> = {
  now: { cel: celNames.time },
  thread: { cel: celNames.text },
  lane: { cel: celNames.text },
};

/** What expressions at a place may name: what a function of Cairn is given there, by the names of its parameters, and what is always there. */
export interface ScopeParts {
  /** The names of the parameters, in their order; `moment` brings `now`, `thread` and `lane`. */
  readonly parameters: readonly string[];
  readonly known: Readonly<Record<string, Known>>;
  /** What is there whatever is given. */
  readonly constants: Readonly<Record<string, unknown>>;
  /** What may be asked of by spent() and left(); anything by default. */
  readonly limits?: ReadonlySet<string>;
}

type Held = (value: object) => unknown;

/** Where expressions of one kind are checked and evaluated. */
export class Scope {
  readonly environment: Environment;
  readonly vocabulary: Vocabulary;
  readonly #parameters: readonly string[];
  readonly #constants: Readonly<Record<string, unknown>>;
  readonly #held = new Map<string, Held>();
  readonly #compiled = new Map<string, Compiled>();

  constructor({ parameters, known, constants, limits }: ScopeParts) {
    const isTimed = parameters.includes('moment');
    const variables = new Map(Object.entries({ ...known, ...(isTimed && ofMoment) }));
    this.environment = (isTimed ? timedLanguage : language).clone();
    for (const [name, each] of variables) this.#declare(name, each);
    this.#parameters = parameters;
    this.#constants = this.#heldAll(constants);
    this.vocabulary = vocabularyOf(this.environment, variables, limits);
  }

  /** An expression that is checked here; the same text once, however often it stands there. */
  compiled(text: string): Compiled {
    const before = this.#compiled.get(text);
    if (before !== undefined) return before;
    const made = compile(this, text);
    this.#compiled.set(text, made);
    return made;
  }

  /** What expressions see of what a function is given. */
  given(args: readonly unknown[]): Readonly<Record<string, unknown>> {
    const given: Record<string, unknown> = { ...this.#constants };
    this.#parameters.forEach((name, index) => {
      if (name === 'moment') Object.assign(given, momentParts(args[index] as Moment));
      else given[name] = this.#heldIn(name, args[index]);
    });
    return given;
  }

  /** The moment among what a function is given. */
  momentOf(args: readonly unknown[]): Moment | undefined {
    const index = this.#parameters.indexOf('moment');
    return index === -1 ? undefined : (args[index] as Moment);
  }

  #declare(name: string, { cel, fields }: Known): void {
    if (fields === undefined) {
      this.environment.registerVariable(name, cel);
      return;
    }
    // An object of a class cannot have a field that would be taken for its class.
    if (fields.has('constructor')) {
      this.environment.registerVariable(name, celNames.fields);
      this.#held.set(name, (value) => standsFor(asMap(value), value));
      return;
    }
    const type = `${ownTypes}${name}`;
    const { Class, hold } = holder([...fields.keys()]);
    const declared = Object.fromEntries(Array.from(fields, ([field, known]) => [field, known.cel]));
    this.environment.registerType(type, { ctor: Class, fields: declared });
    this.environment.registerVariable(name, type);
    this.#held.set(name, hold);
  }

  #heldAll(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.#heldIn(name, value)]));
  }

  #heldIn(name: string, value: unknown): unknown {
    const hold = this.#held.get(name);
    // What is not there is null to an expression: a variable has a value.
    if (hold === undefined || typeof value !== 'object' || value === null) return held(value ?? null);
    return hold(value);
  }
}

function momentParts({ now, thread, lane }: Moment): Readonly<Record<string, unknown>> {
  return { now: new Date(now), thread, lane };
}

/** A class for objects with these fields, without anything that is inherited, and what makes one of them of an object. */
function holder(fields: readonly string[]): { readonly Class: new () => object; readonly hold: Held } {
  const Class = function Fields() {} as unknown as new () => object;
  Object.setPrototypeOf(Class.prototype, null);
  const hold = (value: object) => {
    const made = new Class() as Record<string, unknown>;
    for (const field of fields) {
      if (Object.hasOwn(value, field)) made[field] = held((value as Readonly<Record<string, unknown>>)[field]);
    }
    return standsFor(made, value);
  };
  return { Class, hold };
}

function vocabularyOf(
  environment: Environment,
  variables: ReadonlyMap<string, Known>,
  limits: ReadonlySet<string> | undefined,
): Vocabulary {
  const definitions = environment.getDefinitions();
  const own = definitions.functions.filter(({ name }) => !name.startsWith(prefix));
  const methods = new Map<string, string[]>();
  for (const { name, receiverType } of own) {
    if (receiverType !== null) methods.set(name, [...(methods.get(name) ?? []), receiverType]);
  }
  return {
    variables,
    builtIn: new Set(definitions.variables.map(({ name }) => name)),
    functions: new Set(own.flatMap(({ name, receiverType }) => (receiverType === null ? [name] : []))),
    methods,
    ...(limits !== undefined && { limits }),
  };
}
