import { run } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';

const none = registry({});

function codes(text: string): ReadonlySet<string> {
  return new Set(checkConfig(text, none).map(({ code }) => code));
}

function withNodes(more: string): string {
  return `name: n\nstate: {}\nstart: a\nnodes:\n  a: { final: true }\n${more}`;
}

describe('a hostile document is refused, and costs little', () => {
  test('one that is too long, too deep or too wide', () => {
    expect(codes(`#${'x'.repeat(100_000)}`)).toEqual(new Set(['too-large']));
    expect(codes('['.repeat(100_000))).toEqual(new Set(['too-large']));
    expect(codes('{"a":'.repeat(100_000))).toEqual(new Set(['too-large']));
    expect(codes(`${'['.repeat(200)}${']'.repeat(200)}`)).toContain('too-large');
    expect(codes(`[${'1,'.repeat(40_000)}]`)).toContain('too-large');
  });

  test('one whose aliases stand for more than it may have', () => {
    const bomb = Array.from({ length: 12 }, (_, at) => `  a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]`).join(
      '\n',
    );
    expect(codes(withNodes(`thresholds:\n  a0: &a0 [x]\n${bomb}\n`))).toContain('too-large');
  });

  test('one whose alias stands within what it is of', () => {
    expect(codes(withNodes('thresholds: &t\n  x: *t\n'))).toContain('too-large');
  });

  test('one that tells of more mistakes than anybody reads', () => {
    const lines = Array.from({ length: 5_000 }, (_, at) => `unknown${at}: 1`).join('\n');
    expect(checkConfig(withNodes(lines), none)).toHaveLength(200);
  });

  test('one with tags and merge keys', () => {
    expect(codes(withNodes('description: !!js/function "x"\n'))).toEqual(new Set(['syntax']));
    expect(codes(withNodes('<<: { version: "1" }\n'))).toEqual(new Set(['syntax']));
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'names that objects inherit are no names of its own: %s',
    (name) => {
      const found = (text: string) => checkConfig(text, none).map(({ code }) => code);
      expect(found(withNodes('').replace('{ final: true }', `{ run: ${name}, next: ${name} }`))).toContain(
        'unknown-activity',
      );
      expect(found(withNodes('').replace('state: {}', `state: { x: ${name} }`))).toEqual(['unknown-type']);
      expect(found(withNodes('').replace('{ final: true }', `{ graph: ${name} }`))).toContain('unknown-graph');
      expect(found(withNodes(`${name}: 1\n`))).toEqual(['unknown-property']);
      expect(found(withNodes('').replace('start: a', 'start: a\nbegin: { x: "state.toString" }'))).toContain(
        'expression',
      );
    },
  );
});

test('aliases of a reasonable size are read', async () => {
  const text =
    'name: n\nstate: { x: number?, y: number? }\nstart: a\nbegin: &both { x: 1, y: 2 }\nnodes:\n  a: { final: true }\n';
  const again = text.replace('nodes:', 'on: { go: { update: *both } }\nevents: { go: nothing }\nnodes:');
  expect((await run(defineFromConfig(again, none))).state).toEqual({ x: 1, y: 2 });
});

test('a key may have a name that objects inherit', async () => {
  const text =
    'name: n\nstate: { toString: string }\nstart: a\nnodes:\n  a: { next: [{ when: has(state.toString) && state.toString == "x", to: b }, c] }\n  b: { final: true }\n  c: { final: true }\n';
  const result = await run(defineFromConfig(text, none), { toString: 'x' });
  expect(result).toMatchObject({ status: 'done', outcome: 'b' });
});
