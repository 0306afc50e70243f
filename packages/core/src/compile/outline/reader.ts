import type { Mistake } from '../../base/problem/mistake.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { mistake } from '../mistake.ts';
import { below, entriesOf, fieldsOf, found, noFields } from './fields.ts';
import type { EventName, Exits, Fields, ListOutline, Staying, Target, TimerOutline, Way } from './outline.ts';

/** Reads one node or one graph: what it finds, and what has the wrong shape. */
export class Reader {
  readonly mistakes: Mistake[];
  readonly ways: Way[] = [];
  readonly stays: Staying[] = [];
  readonly lists: ListOutline[] = [];
  readonly events: EventName[] = [];
  readonly timers: TimerOutline[] = [];

  /** The mistakes may be shared with other readers. */
  constructor(mistakes: Mistake[]) {
    this.mistakes = mistakes;
  }

  /** What was found. */
  get exits(): Exits {
    const { ways, stays, lists, events, timers } = this;
    return { ways, stays, lists, events, timers };
  }

  /** Notes that a value is not what it must be. */
  wrong(path: string, value: unknown, must: string): void {
    const said =
      value === undefined ? `This is missing. It must be ${must}.` : `This must be ${must}, but it is ${found(value)}.`;
    this.mistakes.push(mistake('wrong-shape', path, said));
  }

  /** The fields of an object that must be there. */
  record(path: string, value: unknown, must: string): Fields {
    const fields = fieldsOf(value);
    if (fields === undefined) this.wrong(path, value, must);
    return fields ?? noFields;
  }

  /** The fields of an object that may be left out. */
  optional(path: string, value: unknown, must: string): Fields {
    return value === undefined ? noFields : this.record(path, value, must);
  }

  /** The entries of a list that must be there. */
  list(path: string, value: unknown, must: string): readonly unknown[] | undefined {
    const entries = entriesOf(value);
    if (entries === undefined) this.wrong(path, value, must);
    return entries;
  }

  /** A name that must be there. */
  name(path: string, value: unknown, must = 'the name of a node'): string | undefined {
    if (typeof value === 'string') return value;
    this.wrong(path, value, must);
    return undefined;
  }

  target(path: string, value: unknown): Target {
    return { path, to: this.name(path, value) };
  }

  /** Checks that the fields of these names are functions, strings or `true`, where they are there. */
  typed(path: string, fields: Fields, types: Readonly<Record<string, 'function' | 'string' | 'boolean'>>): void {
    for (const [name, type] of Object.entries(types)) {
      const value = fields[name];
      if (value !== undefined && typeof value !== type) this.wrong(below(path, name), value, `a ${type}`);
    }
  }

  /** Notes the fields that mean nothing here. */
  known(path: string, fields: Fields, known: readonly string[], what: string): void {
    for (const name of Object.keys(fields)) {
      if (known.includes(name)) continue;
      const said = `${what} has no property ${found(name)}, so this would do nothing. ${suggest(name, known)}`;
      this.mistakes.push(mistake('unknown-property', below(path, name), said));
    }
  }
}
