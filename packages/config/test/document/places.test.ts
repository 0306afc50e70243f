import { describe, expect, test } from 'vitest';
import { checkConfig, registry } from '../../src/index.ts';

const none = registry({});

/** Where the mistake in an expression is told, and where `zz`, which is the mistake, stands. */
function places(scalar: string): readonly [string | undefined, string] {
  const text = `name: n\nstate: { s: string, out: any }\nstart: e\nbegin:\n  out: ${scalar}\nnodes: { e: { final: true } }\n`;
  const [mistake] = checkConfig(text, none);
  const before = text.slice(0, text.indexOf('zz')).split('\n');
  return [`${mistake?.line}:${mistake?.column}`, `${before.length}:${(before.at(-1) ?? '').length + 1}`];
}

describe('a mistake in an expression is told where it stands', () => {
  test.each([
    ['in one line', 'state.s + zz'],
    ['in a literal block', '|\n    state.s\n      + zz\n'],
    ['in a literal block with an indentation of its own', '|2-\n      state.s +\n    zz'],
    ['in a folded block', '>-\n    state.s +\n\n    state.s +\n    zz'],
    ['in plain lines', 'state.s +\n    state.s\n    + zz'],
    ['in single quotes', "'state.s + ''it'' + zz'"],
    ['in single quotes over lines', "'state.s + ''a''\n\n     + zz'"],
    ['in double quotes', String.raw`"state.s + \"a\\\"\u00e9\U0001F600\x41\" + zz"`],
    ['in double quotes over lines', '"state.s + \\\n    \\"b\\" +\n    state.s \\\n    + zz"'],
    ['behind a tag and an anchor', '!!str &x "state.s + \\"a\\" + zz"'],
    ['behind a tab', '"state.s\\t+ zz"'],
    ['with the breaks of another system', '|\r\n    state.s +\r\n    zz\r\n'],
  ])('%s', (_title, scalar) => {
    const [told, stands] = places(scalar);
    expect(told).toBe(stands);
  });

  test('in JSON', () => {
    const text =
      '{"name":"n","state":{"out":"any"},"start":"e","begin":{"out":"\\"a\\" + zz"},"nodes":{"e":{"final":true}}}';
    expect(checkConfig(text, none)).toMatchObject([{ line: 1, column: text.indexOf('zz') + 1 }]);
  });

  test('by an alias, at the alias', () => {
    const text =
      'name: n\nversion: &e "state.s + \\"a\\" + zz"\nstate: { out: any }\nstart: e\nbegin: { out: *e }\nnodes: { e: { final: true } }\n';
    expect(checkConfig(text, none)[0]).toMatchObject({ line: 5, column: 15 });
  });
});
