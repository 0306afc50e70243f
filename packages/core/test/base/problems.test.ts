import { describe, expect, test } from 'vitest';
import { nearest, suggest } from '../../src/base/problem/nearest.ts';
import type { ProblemCode } from '../../src/base/problem/problem.ts';
import { sentences } from '../../src/base/problem/problems.ts';
import { check } from '../../src/compile/check.ts';
import type { AnyGraph } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import { anything, nodes, work } from '../compile/loose.ts';

/** A sentence on a terminal of 80 columns is a paragraph of this many characters at most. */
const longest = 600;

const many = Array.from({ length: 1_000 }, (_, index) => `name-${index}`);

/** What any fact may be: a word in a sentence, and a thousand names, each with what an issue or a mistake has. */
const fact = Object.assign(
  many.map((name) => Object.assign(name.split(''), { path: name, message: 'is wrong', toString: () => name })),
  { toString: () => 'word' },
);

const facts = new Proxy({}, { get: (_, name) => (name === 'missing' ? many : fact) });

describe('what a problem says', () => {
  test.each(Object.keys(sentences) as ProblemCode[])('%s is a paragraph, however many names it is about', (code) => {
    const sentence = sentences[code] as (given: unknown) => string;
    expect(sentence(facts).length).toBeLessThan(longest);
  });

  test('what a changed graph lacks ends as a sentence does, be the last of it a question or none', () => {
    const said = (...missing: string[]) => sentences['thread/changed-graph']({ thread: 'a', graph: 'g', missing });
    expect(said('node "w" is gone. Did you mean "v"?')).toContain('Did you mean "v"? Put it back');
    expect(said('key "n" is gone. Known: "m".')).toContain('Known: "m". Put it back');
    expect(said('key "n" needs a value')).toContain('needs a value. Put it back');
  });

  test('what was meant is offered alone, and what there is by its first names', () => {
    expect(nearest('name-120x', many)).toBe('name-120');
    expect(suggest('else', many)).toBe(
      'Known: "name-0", "name-1", "name-2", "name-3", "name-4", "name-5", "name-6", "name-7", "name-8", "name-9" and 990 more.',
    );
    expect(suggest('else', many.slice(0, 2))).toBe('Known: "name-0", "name-1".');
    expect(suggest('else', [])).toBe('There are none.');
  });
});

const all = (value: unknown) => Object.fromEntries(many.map((name) => [name, value]));
const next = (index: number) => many[(index + 1) % many.length] ?? '';
const child = graph({
  name: 'child',
  state: Object.fromEntries(many.map((name) => [name, needed()])),
  start: 'end',
  nodes: { end: { final: true } },
} as never) as AnyGraph;

function needed(): unknown {
  return { '~standard': { version: 1, vendor: 'test', validate: () => ({ issues: [{ message: 'is needed' }] }) } };
}

/** Graphs with one mistake that a thousand names have a part in. */
const mistaken: readonly (readonly [string, AnyGraph])[] = [
  ['unknown-node', nodes({ ...all({ final: true }), a: { next: { choose: work, among: [...many, 'else'] } } })],
  ['endless-loop', nodes(Object.fromEntries(many.map((name, index) => [name, { next: next(index) }])))],
  ['no-start-value', nodes({ a: { graph: child, next: 'end' } })],
  [
    'circular-needs',
    nodes({
      a: { next: { all: many.map((name, index) => ({ to: name, needs: [next(index)] })), then: 'end' } },
      ...all({ run: work, next: 'end' }),
    }),
  ],
  ['unknown-key', nodes({ a: { run: work, writes: ['else'], next: 'end' } }, { state: all(anything) })],
  ['unknown-event', nodes({ a: { on: { else: 'end' } } }, { events: all(anything) })],
];

test.each(mistaken)('the mistake %s is a paragraph, however many names there are', (code, declared) => {
  const found = check(declared).filter((each) => each.code === code);
  expect(found.length).toBeGreaterThan(0);
  for (const { message } of found) expect(message.length).toBeLessThan(longest);
});
