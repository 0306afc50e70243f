import { isProblem, memory, open, run } from '@cairn/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';
import { whole } from './whole.ts';

const none = registry({});

/** Names that objects inherit, or that a class has. */
const inherited = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'length', 'name', 'size', 'get'];

/** The paths to all mappings of a value. */
function mappings(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const within = Object.entries(value).flatMap(([key, each]) =>
    mappings(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) ? within : [path, ...within];
}

const paths = mappings(parse(whole));

/** The whole document with one more entry in one of its mappings. */
function withEntry(path: readonly (string | number)[], name: string, value: unknown): string {
  const document = parse(whole) as object;
  const at = path.reduce<object>((each, step) => (each as Record<string | number, object>)[step] ?? {}, document);
  Object.defineProperty(at, name, { value, enumerable: true });
  return stringify(document, { aliasDuplicateObjects: false });
}

/** The code of the problem that something throws; undefined where it throws none. */
function codeOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return isProblem(error) ? error.code : error;
  }
}

const known = registry({ activities: { act: () => ({}) } });

describe('names that objects inherit', () => {
  test('in any mapping of a document, with anything under them, lead to mistakes or to none, and to nothing else', () => {
    const values = fc.constantFrom<unknown>('state.s', 'a', null, 1, true, {}, { a: 1 }, [], ['x'], {
      constructor: 'x',
    });
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.constantFrom(...inherited), values, (path, name, value) => {
        const text = withEntry(path, name, value);
        const mistakes = checkConfig(text, known);
        expect(mistakes.map(({ message }) => message).join()).not.toMatch(/native code|\[object/u);
        expect(codeOf(() => defineFromConfig(text, known))).toBe(mistakes.length === 0 ? undefined : 'config/invalid');
      }),
      { numRuns: 150 },
    );
  });

  test('in the data of a state and of an event are names like any other', async () => {
    const text = `
name: n
state: { r: record of any, out: any }
events: { go: { r: record of any } }
start: a
nodes:
  a: { on: { go: { to: b, update: { out: '[size(event.r), size(state.r), event.r, event.r == state.r, "zz" in event.r, event.r.map(k, k)]' } } } }
  b: { final: true }
`;
    const graph = defineFromConfig(text, none);
    // Cairn itself refuses values with a field named `__proto__`.
    const name = fc.constantFrom(...inherited.filter((each) => each !== '__proto__'), 'a', 'b');
    const leaf = fc.oneof(fc.integer(), fc.constant('x'), fc.constant(null));
    const record = fc.array(fc.tuple(name, fc.oneof(leaf, fc.dictionary(name, leaf), fc.array(leaf))), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(record, record, async (before, brought) => {
        const own = (entries: readonly (readonly [string, unknown])[]) => Object.fromEntries(entries);
        const cairn = open({ store: memory(), graphs: [graph] });
        const thread = await cairn.start(graph, { r: own(before), out: null }, { id: 't' });
        await thread.send('go', { r: own(brought) });
        const { state } = await thread.settled();
        const [brings, holds, passed, isSame, hasNone, keys] = state['out'] as readonly unknown[];
        expect([brings, holds]).toEqual([Object.keys(own(brought)).length, Object.keys(own(before)).length]);
        expect(passed).toEqual(own(brought));
        expect(hasNone).toBe(false);
        expect(keys).toEqual(Object.keys(own(brought)));
        const isTheSame = JSON.stringify(own(brought)) === JSON.stringify(own(before));
        expect(isTheSame && isSame !== true).toBe(false);
        await cairn.close();
      }),
      { numRuns: 40 },
    );
  });

  test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
    'may be those of a threshold, of a field of an event, and of what an event brings: %s',
    async (name) => {
      const text = `
name: n
thresholds: { ${name}: 1, of: { ${name}: 2 } }
state: { out: any }
events: { go: { ${name}: number } }
start: a
nodes:
  a: { on: { go: { to: b, update: { out: '[thresholds.${name}, thresholds.of.${name}, event.${name}]' } } } }
  b: { final: true }
`;
      const graph = defineFromConfig(text, none);
      const cairn = open({ store: memory(), graphs: [graph] });
      const thread = await cairn.start(graph, { out: null }, { id: 't' });
      await thread.send('go', { [name]: 3 });
      expect(await thread.settled()).toMatchObject({ status: 'done', state: { out: [1, 2, 3] } });
      await cairn.close();
    },
  );

  test('of a map that an expression makes are refused where they would be lost', async () => {
    const text = (key: string) =>
      `name: n\nstate: { s: string, out: any }\nstart: e\nbegin: { out: '{${key}: 1}' }\nnodes: { e: { final: true } }\n`;
    expect(checkConfig(text('"constructor"'), none)).toMatchObject([{ code: 'expression', line: 4, column: 17 }]);
    const made = defineFromConfig(text('state.s'), none);
    await expect(run(made, { s: 'constructor', out: 1 })).rejects.toThrow(/cannot have the key "constructor"/u);
    expect((await run(made, { s: 'a', out: 1 })).state).toMatchObject({ out: { a: 1 } });
  });
});
