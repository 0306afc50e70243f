import { expect, test } from 'vitest';
import { fromScxml, ScxmlRefused, trustedExpressions, type ScxmlIssue } from '../../src/index.ts';

function issuesOf(text: string, expressions?: ReturnType<typeof trustedExpressions>): readonly ScxmlIssue[] {
  try {
    fromScxml(text, { name: 'refused', ...(expressions !== undefined && { expressions }) });
    return [];
  } catch (error) {
    if (error instanceof ScxmlRefused) return error.issues;
    throw error;
  }
}

const document = (inner: string) =>
  `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">\n  ${inner}\n</scxml>`;

test.each<[what: string, inner: string, ...issue: [code: string, line: number, column: number, message: string]]>([
  [
    'an element without a counterpart',
    '<state id="a">\n <invoke type="scxml"/></state>',
    'unsupported',
    3,
    2,
    '<invoke> is not supported here.',
  ],
  [
    'an element that stands in the wrong place',
    '<state id="a"><raise event="x"/></state>',
    'unsupported',
    2,
    17,
    '<raise> is not supported here.',
  ],
  [
    'an element of somebody else',
    '<state id="a"><onentry><x:tell xmlns:x="of.mine"/></onentry></state>',
    'unsupported',
    2,
    26,
    '<x:tell> is not supported here.',
  ],
  [
    'what stands elsewhere',
    '<datamodel><data id="x" src="x.json"/></datamodel>\n  <state id="a"/>',
    'unsupported',
    2,
    14,
    'at "x.json"',
  ],
  [
    'XML as a value',
    '<datamodel><data id="x"><book/></data></datamodel>\n  <state id="a"/>',
    'unsupported',
    2,
    27,
    'XML is no value here',
  ],
  [
    'an event that goes out by HTTP',
    '<state id="a"><onentry><send type="http://www.w3.org/TR/scxml/#BasicHTTPEventProcessor" event="x"/></onentry></state>',
    'unsupported',
    2,
    26,
    'No event goes out by HTTP',
  ],
  [
    'a target that is nowhere',
    '<state id="a"><transition event="x" target="b"/></state>',
    'invalid',
    2,
    17,
    'There is no state "b".',
  ],
  [
    'a beginning that is elsewhere',
    '<state id="a" initial="b"><state id="c"/></state><state id="b"/>',
    'invalid',
    2,
    3,
    'State "b" is not within "a".',
  ],
  ['a state that is there twice', '<state id="a"/><state id="a"/>', 'invalid', 2, 18, 'There are two states "a".'],
  [
    'an attribute that is missing',
    '<state id="a"><onentry><raise/></onentry></state>',
    'invalid',
    2,
    26,
    '<raise> needs "event".',
  ],
  ['a text without an end', '<state id="a">', 'malformed', 2, 17, 'It is no XML'],
])('%s is refused by its line and column', (_, inner, code, line, column, message) => {
  expect(issuesOf(document(inner), trustedExpressions())).toEqual([
    { code, line, column, message: expect.stringContaining(message) as string },
  ]);
});

test('a datamodel that nobody knows is refused', () => {
  const [issue] = issuesOf('<scxml datamodel="xpath"><state id="a"/></scxml>', trustedExpressions());
  expect(issue).toMatchObject({ code: 'unsupported', line: 1, column: 1 });
});

test('all that stands in the way is told at once, in the order of the text', () => {
  const text = document(
    '<state id="a"><transition event="x" target="b"/><invoke/></state>\n<state id="c"><invoke/></state>',
  );
  expect(issuesOf(text).map(({ line, column }) => [line, column])).toEqual([
    [2, 17],
    [2, 51],
    [3, 15],
  ]);
});

test('without expressions nothing is evaluated: a document is asked where it is, and all else is refused', () => {
  const text = document(`<parallel id="p">
    <state id="a"><transition event="x" cond="In('c')" target="b"/></state><state id="b"/>
    <state id="c"><transition event="y" cond="globalThis.process.exit()" target="c"/></state>
  </parallel>`);
  expect(issuesOf(text)).toEqual([
    {
      code: 'no-expressions',
      line: 4,
      column: 19,
      message: '<transition> has "globalThis.process.exit()" evaluated, and no `expressions` were given.',
    },
  ]);
});
