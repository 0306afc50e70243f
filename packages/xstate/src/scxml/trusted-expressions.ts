import { createContext, Script, type Context } from 'node:vm';
import { plainIn, type Realm } from './plain.ts';
import {
  addressOf,
  processor,
  type Expressions,
  type Given,
  type Scope,
  type ScxmlEvent,
  type Surroundings,
} from './scope.ts';

/**
 * Has the expressions of a document evaluated as JavaScript, by `node:vm`. That is no wall: whoever writes a document runs code in this
 * process by it, so give these to documents of your own and to no others.
 *
 * A step gives the same whenever it is taken: `Date` has the step's time, and `Math.random` throws. Each step has a context of its own, which
 * takes some milliseconds to make; a step in which nothing is evaluated makes none.
 */
export function trustedExpressions(): Expressions {
  const scripts = new Map<string, Script>();
  const compile = (text: string): Script => {
    const known = scripts.get(text) ?? new Script(text);
    scripts.set(text, known);
    return known;
  };
  return { begin: (surroundings) => new TrustedScope(surroundings, compile) };
}

/** What the time and chance are in a step; it gives what plain data is made of. */
const begin = `(now) => {
  const Real = Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) {
      if (given.length === 0) super(now);
      else super(...given);
    }
    static now() {
      return now;
    }
  };
  Math.random = () => {
    throw new Error('A decision leaves nothing to chance. Have it sent with an event.');
  };
  return { Array, Object, Date: Real };
}`;

const ofSystem = ['In', '_event', '_name', '_sessionid', '_ioprocessors'];

const protectedName = /^\s*_(?:event|name|sessionid|ioprocessors|x)\b/u;

const here: Realm = { Array, Object, Date };

class TrustedScope implements Scope {
  readonly #variables: Context;
  readonly #realm: Realm;
  readonly #compile: (text: string) => Script;
  /** The variables of the document; others were made by scripts. */
  readonly #declared: Set<string>;

  constructor(surroundings: Surroundings, compile: (text: string) => Script) {
    const { session, machine, now, isIn, data, declared, scripts } = surroundings;
    this.#compile = compile;
    this.#variables = createContext(Object.create(null) as Context);
    this.#realm = (this.#run(begin) as (now: number) => Realm)(now);
    const at = { location: addressOf(session) };
    const system = { _name: machine, _sessionid: session, _ioprocessors: { scxml: at, [processor]: at } };
    Object.assign(this.#variables, plainIn(system, this.#realm), { _event: undefined, In: isIn });
    this.#declared = new Set(declared);
    for (const name of declared) this.declare(name);
    this.#write(data);
    for (const script of scripts) this.#again(script);
    this.#write(data);
  }

  test(expr: string): boolean {
    return Boolean(this.#value(expr));
  }

  evaluate(expr: string): unknown {
    return plainIn(this.#value(expr), here);
  }

  assign(location: string, value: Given): void {
    if (protectedName.test(location)) throw new Error(`"${location.trim()}" is not to be written.`);
    const write = this.#run(`(function (value) { "use strict"; (${location}) = value; })`) as (value: unknown) => void;
    write(this.#given(value));
  }

  declare(name: string, value?: Given): void {
    if (protectedName.test(name)) throw new Error(`"${name.trim()}" is not to be declared.`);
    this.#run(`var ${name}`);
    this.#declared.add(name);
    if (value !== undefined) this.#variables[name] = this.#given(value);
  }

  run(script: string): void {
    this.#run(script);
  }

  hear({ name, type, sendid, origin, origintype, data }: ScxmlEvent): void {
    const event = { name, type, sendid, origin, origintype, invokeid: undefined, data };
    this.#variables['_event'] = plainIn(event, this.#realm);
  }

  data(): Readonly<Record<string, unknown>> {
    const kept = Object.entries(this.#variables).filter(
      ([name, value]) => !ofSystem.includes(name) && (this.#declared.has(name) || typeof value !== 'function'),
    );
    return plainIn(Object.fromEntries(kept), here) as Record<string, unknown>;
  }

  #given(value: Given): unknown {
    return 'expr' in value ? this.#value(value.expr) : plainIn(value.literal, this.#realm);
  }

  #value(expr: string): unknown {
    return this.#run(`(${expr.trim().replace(/;$/u, '')}\n)`);
  }

  #run(text: string): unknown {
    return this.#compile(text).runInContext(this.#variables);
  }

  /** What went wrong in it was told when the machine began. */
  #again(script: string): void {
    try {
      this.#run(script);
    } catch {}
  }

  #write(data: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#variables, plainIn(data, this.#realm));
  }
}
