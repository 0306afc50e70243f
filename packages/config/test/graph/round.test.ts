import { check, compile, type AnyGraph } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { below } from '../../src/document/path.ts';
import { checkConfig, defineFromConfig, toConfig } from '../../src/index.ts';
import { graphs, known } from './random-graph.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What stands in a document for a function that no registry has, by the place where that is. */
function standIn(path: string): unknown {
  const [part = ''] = /[^.]+$/u.exec(path) ?? [];
  const standing: Fields = {
    run: 'step',
    by: 'current + update',
    in: 'duration("5h")',
    at: 'now',
    each: '[]',
    id: '"x"',
    needs: '[]',
    need: '1 + 0',
    limit: '1 + 2',
    merge: {},
  };
  if (Object.hasOwn(standing, part)) return standing[part];
  return ['begin', 'update', 'input', 'output', 'onClosed'].includes(part) ? {} : 'has(state.k)';
}

/** The services of a graph that the registry has neither by itself nor for an activity that the graph runs. */
function lostServices({ services = {}, nodes }: AnyGraph['source']): string[] {
  const isPosting = Object.values(nodes).some(({ run }) => run === known.parts.activities.posts.run);
  return Object.keys(services).filter((name) => name !== 'bank' && !(name === 'mail' && isPosting));
}

/** Fills a document with an expression or an activity wherever its graph has a function that no registry has, and keeps their places. */
class Filling {
  readonly places: string[] = [];
  readonly #graphs: Record<string, unknown> = {};
  readonly #written: Fields;

  constructor(document: Fields) {
    this.#written = (document['graphs'] ?? {}) as Fields;
  }

  document({ source }: AnyGraph, document: Fields): Fields {
    const own = this.#graph(source, document, '');
    return Object.keys(this.#graphs).length === 0 ? own : { ...own, graphs: this.#graphs };
  }

  #graph(source: AnyGraph['source'], written: Fields, path: string): Fields {
    const parts: Record<string, unknown> = { ...written };
    // In the order in which a graph is written.
    for (const part of ['state', 'services', 'begin', 'on', 'after', 'nodes'] as const) {
      const at = below(path, part);
      if (part === 'services') {
        this.places.push(...lostServices(source).map((name) => below(at, name)));
      } else if (part === 'state') parts[part] = this.#state(source.state, written[part] as Fields, at);
      else if (source[part] !== undefined) parts[part] = this.#part(source[part], written[part], at);
    }
    return parts;
  }

  #state(state: AnyGraph['source']['state'], written: Fields, path: string): Fields {
    return Object.fromEntries(
      Object.entries(state).map(([key, entry]) => {
        if (!('kind' in entry) || entry.kind !== 'reduce') return [key, written[key]];
        const by = below(below(path, key), 'by');
        this.places.push(by);
        return [key, { ...(written[key] as Fields), by: standIn(by) }];
      }),
    );
  }

  #part(given: unknown, written: unknown, path: string): unknown {
    if (typeof given === 'function') {
      if (written !== undefined) return written;
      this.places.push(path);
      return standIn(path);
    }
    if (Array.isArray(given))
      return given.map((part, at) => this.#part(part, (written as unknown[])[at], `${path}[${at}]`));
    if (typeof given !== 'object' || given === null) return written;
    if ('source' in given) {
      const own = this.#written[written as string];
      if (own !== undefined) {
        const { source } = given as AnyGraph;
        this.#graphs[written as string] = this.#graph(source, own as Fields, below('graphs', written as string));
      }
      return written;
    }
    const parts = Object.entries(given).map(([key, part]) => {
      return [key, this.#part(part, (written as Fields)[key], below(path, key))] as const;
    });
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  }
}

/** Which services of a graph are not told. */
type LostOf = (source: AnyGraph['source']) => readonly string[];

/** What a graph says, but for what functions do: data, and what schemas say of themselves. */
function told(value: unknown, lostOf: LostOf): unknown {
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.map((part) => told(part, lostOf));
  if (typeof value !== 'object' || value === null) return value;
  if ('~standard' in value) {
    const { jsonSchema, vendor } = value['~standard'] as never as {
      jsonSchema: { input(options: object): unknown };
      vendor: string;
    };
    try {
      return jsonSchema.input({ target: 'draft-2020-12' });
    } catch {
      return vendor;
    }
  }
  if ('source' in value) return toldOf(value as AnyGraph, lostOf);
  const parts = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(parts.map(([key, part]) => [key, told(part, lostOf)]));
}

/** The same of a graph, without services that the registry lacks, and whether or not it has a mapping of none. */
function toldOf({ source }: AnyGraph, lostOf: LostOf): Fields {
  const lost = lostOf(source);
  const kept = Object.keys(source.services ?? {}).filter((name) => !lost.includes(name));
  const { services: _services, questions = {}, ...others } = source;
  return { ...(told({ ...others, questions }, lostOf) as Fields), services: kept.toSorted() };
}

test('a document of a graph in TypeScript says what it says, once what is told to be lost is put in', () => {
  fc.assert(
    fc.property(graphs, (given) => {
      fc.pre(check(given).length === 0);
      const { document, text, lost } = toConfig(given, known);
      const filling = new Filling(document);
      const full = filling.document(given, document);
      expect(lost.map(({ path }) => path)).toEqual(filling.places);
      const whole = lost.length === 0 ? text : JSON.stringify(full);
      expect({ mistakes: checkConfig(whole, known), whole }).toEqual({ mistakes: [], whole });
      const made = defineFromConfig(whole, known) as AnyGraph;
      expect(toldOf(made, () => [])).toEqual(toldOf(given, lostServices));
      expect(compile(made).fingerprint).toBe(compile(given).fingerprint);
    }),
    { numRuns: 60 },
  );
});

test('such graphs have all that a graph may have', () => {
  const made = fc.sample(graphs, { numRuns: 200, seed: 1 }).filter((each) => check(each).length === 0);
  const have = (is: (source: AnyGraph['source']) => boolean) => made.filter(({ source }) => is(source)).length;
  const least = Math.min(
    ...(['begin', 'on', 'after', 'questions', 'services', 'migrate', 'limits'] as const).map((part) =>
      have((source) => source[part] !== undefined),
    ),
    have(({ nodes }) => Object.values(nodes).some(({ graph }) => graph !== undefined && graph.name.startsWith('in-'))),
    have(({ nodes }) => Object.values(nodes).some(({ graph }) => graph?.name === 'written')),
    have(({ nodes }) => Object.keys(nodes).some((name) => /[ab][ab]$/u.test(name))),
    made.filter((each) => toConfig(each, known).lost.length === 0).length,
  );
  expect(least).toBeGreaterThan(5);
});
