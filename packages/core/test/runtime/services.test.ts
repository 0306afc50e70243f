// What activities need of the world outside is checked when a runtime is opened, and is never stored.

import { expect, test } from 'vitest';
import { z } from 'zod';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { compile } from '../../src/compile/compile.ts';
import { check } from '../../src/compile/check.ts';
import { graph, graphFrom } from '../../src/definition/graph.ts';
import { append } from '../../src/definition/keys.ts';
import { service } from '../../src/definition/service.ts';
import { open, run } from '../../src/runtime/open.ts';
import type { OpenOptions } from '../../src/runtime/open-options.ts';
import { memory } from '../../src/store/memory/memory.ts';
import { isProblem, type Problem } from '../../src/base/problem/problem.ts';

interface Mailer {
  send(to: string): string;
}

const mailer: Mailer = { send: (to) => `to ${to}` };

const letter = graph({
  name: 'letter',
  state: { to: z.string(), sent: append(z.string()) },
  services: { mailer: service<Mailer>(), stamp: service<string | null>() },
  start: 'send',
  nodes: {
    send: {
      run: (s, { services }) => ({ sent: [`${services.mailer.send(s.to)} ${services.stamp}`] }),
      verify: (update, _, { services }) => update.sent !== undefined && services.mailer === mailer,
      next: 'sent',
    },
    sent: { final: true },
  },
});

const round = graph({
  name: 'round',
  state: { log: append(z.string()) },
  services: { clerk: service<string>(), stamp: service<string | null>() },
  start: 'letter',
  nodes: {
    letter: {
      graph: letter,
      input: () => ({ to: 'ada' }),
      output: ({ state }) => ({ log: state.sent }),
      next: 'sign',
    },
    sign: { run: (_, { services }) => ({ log: [Object.keys(services).join(), services.clerk] }), next: 'end' },
    end: { final: true },
  },
});

/** Opens without its types, as JavaScript does. */
function openAny(graphs: readonly AnyGraph[], services: unknown, more: Partial<OpenOptions> = {}): unknown {
  return open({ store: memory(), graphs, services, recover: false, ...more });
}

function problemOf(call: () => unknown): Problem {
  try {
    call();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

test('activities and checks are given the services that their graph names', async () => {
  const result = await run(letter, { to: 'ada' }, { services: { mailer, stamp: null } });
  expect(result).toMatchObject({ outcome: 'sent', state: { sent: ['to ada null'] } });
});

test('a graph sees its own services, and its subgraphs theirs, of one runtime', async () => {
  const result = await run(round, {}, { services: { mailer, clerk: 'bob', stamp: 'A' } });
  expect(result).toMatchObject({ state: { log: ['to ada A', 'clerk,stamp', 'bob'] } });
});

test('what a graph does not name it does not see', async () => {
  const seen: unknown[] = [];
  const blind = graph({
    name: 'blind',
    state: {},
    start: 'look',
    nodes: { look: { run: (_, { services }) => void seen.push(services), next: 'end' }, end: { final: true } },
  });
  const cairn = open({ store: memory(), graphs: [blind, letter], services: { mailer, stamp: 'A' } });
  await (await cairn.start(blind)).settled();
  await cairn.close();
  expect(seen).toEqual([{}]);
  expect(Object.isFrozen(seen[0])).toBe(true);
});

test.each([
  ['nothing', undefined, ['mailer', 'stamp', 'clerk', 'stamp']],
  ['one that is undefined', { mailer: undefined, clerk: 'bob', stamp: 'A' }, ['mailer']],
  ['one by another name', { mialer: mailer, clerk: 'bob', stamp: null }, ['mailer']],
  ['no stamp', { mailer, clerk: 'bob' }, ['stamp', 'stamp']],
])('a runtime that is given %s is not opened, and all that is missing is named', (_, services, missing) => {
  const problem = problemOf(() => openAny([round], services));
  expect(problem).toMatchObject({ code: 'service/missing', facts: { missing: { length: missing.length } } });
  for (const name of missing) expect(problem.message).toContain(`"${name}"`);
});

test('the nearest name that was given is offered', () => {
  const problem = problemOf(() => openAny([letter], { mialer: mailer, stamp: null }));
  expect(problem.message).toContain('Graph "letter" needs a service "mailer"');
  expect(problem.message).toContain('Did you mean "mialer"?');
});

test('a service whose getter throws is named, whatever it throws', () => {
  const services = {
    stamp: null,
    get mailer(): never {
      throw new Error('no connection');
    },
  };
  expect(problemOf(() => openAny([letter], services))).toMatchObject({ code: 'service/unreadable' });
});

test('services may be inherited, but what every object has is none', async () => {
  class Office {
    get mailer(): Mailer {
      return mailer;
    }
    readonly stamp = 'A';
  }
  const result = await run(letter, { to: 'ada' }, { services: new Office() });
  expect(result).toMatchObject({ state: { sent: ['to ada A'] } });
  const odd = graphFrom({ ...letter.source, name: 'odd', services: { toString: service() } });
  expect(problemOf(() => openAny([odd], {}))).toMatchObject({ code: 'service/missing' });
});

test('each service is read once, whoever needs it', () => {
  let reads = 0;
  const services = {
    mailer,
    clerk: 'bob',
    get stamp() {
      reads += 1;
      return 'A';
    },
  };
  openAny([round, letter], services);
  expect(reads).toBe(1);
});

test('a runtime that drives nothing needs none', () => {
  expect(() => openAny([round], undefined, { drive: false })).not.toThrow();
});

test.each([[1], ['mailer'], [null], [() => ({ mailer })]])('services that are %o are refused', (services) => {
  expect(problemOf(() => openAny([letter], services))).toMatchObject({ code: 'runtime/option' });
});

test('what is no service is a mistake of the graph', () => {
  const mistakes = (services: object) =>
    check(graphFrom({ ...letter.source, services: services as never })).map(
      ({ path, message }) => `${path} ${message}`,
    );
  expect(mistakes({ mailer: service(), stamp: {} })).toEqual([
    expect.stringMatching(/services\.stamp.*service<Type>\(\)/u),
  ]);
  expect(mistakes({ 'two\nlines': service() })).toEqual([expect.stringContaining('services')]);
  expect(mistakes([])).not.toEqual([]);
});

test('nothing of a service is in the fingerprint or in what is stored', async () => {
  const store = memory();
  const without = graphFrom({ ...letter.source, services: {} });
  expect(compile(without).fingerprint).toBe(compile(letter).fingerprint);
  const cairn = open({ store, graphs: [letter], services: { mailer, stamp: 'hush' } });
  const thread = await cairn.start(letter, { to: 'ada' }, { id: 'a' });
  await thread.settled();
  const plan = await store.plan((await thread.record()).fingerprint);
  expect(plan).not.toContain('mailer');
  await cairn.close();
});
