import { isProblem } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';
import { known, refundText } from '../refund.ts';

function told(text: string, options = {}): readonly string[] {
  return checkConfig(text, known, options).map(
    ({ code, path, line, column, message }) => `${line}:${column} ${code} ${path}: ${message}`,
  );
}

/** What is told, with what is expected in place of what begins with it: Cairn's own checks say more. */
function asTold(found: readonly string[], expected: readonly string[]): readonly string[] {
  return found.map((each, index) => (each.startsWith(expected[index] ?? '-') ? (expected[index] ?? '') : each));
}

/** The README's document with one part of its text in another's place. */
function changed(part: string, other: string): string {
  expect(refundText).toContain(part);
  return refundText.replace(part, other);
}

test('a document without mistakes has none', () => {
  expect(told(refundText)).toEqual([]);
});

describe('a mistake is told with its line, its column and what was meant', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'start: triage',
      'strat: triage',
      [
        '2:1 missing-property start: "start" is missing. It must be the name of a node.',
        '11:1 unknown-property strat: There is no property "strat" here. Did you mean "start"?',
      ],
    ],
    [
      'start: triage',
      'start: triag',
      ['11:8 unknown-node start: There is no node "triag" in this graph. Did you mean "triage"?'],
    ],
    [
      'to: pay }',
      'to: pya }',
      ['15:54 unknown-node nodes.triage.next[0].to: There is no node "pya" in this graph. Did you mean "pay"?'],
    ],
    [
      'state.amount <',
      'state.amonut <',
      ['15:23 expression nodes.triage.next[0].when: There is no "amonut" in state. Did you mean "amount"?'],
    ],
    [
      'thresholds.small',
      'thresholds.smal',
      ['15:43 expression nodes.triage.next[0].when: There is no "smal" in thresholds. Did you mean "small"?'],
    ],
    [
      'state.amount < thresholds.small',
      'state.amount',
      ['15:17 expression nodes.triage.next[0].when: This must give true or false, but it gives a number.'],
    ],
    [
      'approve: { to',
      'aprove: { to',
      [
        '19:7 unknown-event nodes.approval.on.aprove: There is no event "aprove" in this graph. Declare it in `events`. Did you mean "approve"?',
      ],
    ],
    [
      'approvedBy: event.by',
      'aprovedBy: event.by',
      [
        '19:37 unknown-key nodes.approval.on.approve.update.aprovedBy: There is no key "aprovedBy" in the state. Did you mean "approvedBy"?',
      ],
    ],
    [
      'event.by',
      'event.bye',
      ['19:55 expression nodes.approval.on.approve.update.approvedBy: There is no "bye" in event. Did you mean "by"?'],
    ],
    ['24h: refused', '24 h: refused', ['21:14 invalid-duration nodes.approval.after["24 h"]: ']],
    [
      'backoff: 1s',
      'backoff: 1sec',
      [
        '25:36 invalid-duration nodes.pay.retry.backoff: This must be a duration, such as 250ms, 30s, 5m, 24h or 7d, but it is "1sec".',
      ],
    ],
    [
      'attempts: 3',
      'attempts: three',
      ['25:24 wrong-shape nodes.pay.retry.attempts: This must be a whole number of at least 1, but it is "three".'],
    ],
    [
      'run: transfer',
      'run: trasfer',
      ['23:10 unknown-activity nodes.pay.run: The registry has no activity "trasfer". Did you mean "transfer"?'],
    ],
    [
      `currency: '"EUR"'`,
      'currency: 3',
      [
        '24:5 unfit-value nodes.pay.with: What activity "transfer" takes does not fit: currency: Invalid input: expected string, received number.',
      ],
    ],
    [
      `    with: { currency: '"EUR"' }\n`,
      '',
      [
        '23:10 unfit-value nodes.pay.run: What activity "transfer" takes does not fit: currency: Invalid input: expected string, received undefined.',
      ],
    ],
    [
      '  order: string\n',
      '',
      [
        '22:10 missing-key nodes.pay.run: Activity "transfer" needs a key "order", which the state does not have. Add it under "state".',
      ],
    ],
    [
      'amount: number',
      'amount: nubmer',
      ['6:11 unknown-type state.amount: There is no type "nubmer". Did you mean "number"?'],
    ],
    [
      'amount: number',
      'amount: { type: number, mni: 3 }',
      ['6:27 unknown-property state.amount.mni: There is no property "mni" here. Did you mean "min"?'],
    ],
    [
      'amount: number',
      'amount: { type: number, default: many }',
      [
        '6:36 unfit-value state.amount.default: The default does not fit its type: Invalid input: expected number, received string.',
      ],
    ],
    [
      '  paid: { final: true }',
      '  paid: { final: true }\n  lost: { next: paid }',
      ['29:3 unreachable-node nodes.lost: '],
    ],
    ['  paid: { final: true }', '  paid: {}', ['28:3 dead-end nodes.paid: ']],
    [
      '    run: transfer',
      '    run: transfer\n    verify: isSuond',
      ['24:13 unknown-verifier nodes.pay.verify: The registry has no verifier "isSuond". Did you mean "isSound"?'],
    ],
    [
      '    run: transfer',
      '    graph: audit',
      [
        '23:12 unknown-graph nodes.pay.graph: There is no graph "audit" under "graphs" or in the registry. There are none.',
        '24:5 misplaced-property nodes.pay.with: "with" does nothing without "run" beside it. Add that, or leave "with" out.',
      ],
    ],
    ['start: triage', 'start: triage\nstart: pay', ['12:1 syntax start: The key "start" stands here twice.']],
    [
      'next: paid',
      'next: { each: state.amount, to: paid, then: refused }',
      ['27:19 expression nodes.pay.next.each: This must give a list of maps, but it gives a number.'],
    ],
    ['next: paid', 'next: []', ['27:5 empty-list nodes.pay.next: ']],
    [
      'start: triage',
      'start: triage\nservices: [bank]',
      ['12:12 unknown-service services[0]: The registry has no service "bank". There are none.'],
    ],
    [
      'name: refund',
      'name: refund\nversion: 3',
      ['3:10 wrong-shape version: This must be a text; write a number in quotes, but it is 3.'],
    ],
  ])('%s → %s', (part, other, expected) => {
    expect(asTold(told(changed(part, other)), expected)).toEqual(expected);
  });

  test.each<[string, readonly string[]]>([
    ['', ['1:1 syntax : The document is empty. Write a graph, a mapping with its name, state, start and nodes.']],
    [
      '- a',
      ['1:1 wrong-shape : This must be a graph, a mapping with its name, state, start and nodes, but it is a list.'],
    ],
    ['name: [', ['1:8 syntax : Flow sequence in block collection must be sufficiently indented and end with a ].']],
  ])('%j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test('thresholds that are given must be there, and of the kind that is written', () => {
    expect(told(refundText, { thresholds: { smal: 3 } })).toEqual([
      '3:1 unknown-threshold thresholds: A threshold "smal" was given, which the document does not have. Did you mean "small"?',
    ]);
    expect(told(refundText, { thresholds: { small: 'few' } })).toEqual([
      '3:15 unfit-value thresholds.small: The threshold "small" was given a value of another type than the one that is written.',
    ]);
    for (const small of [Number.NaN, Infinity]) {
      expect(told(refundText, { thresholds: { small } })).toEqual([
        `3:15 unfit-value thresholds.small: The threshold "small" was given ${small}. Numbers have to be finite.`,
      ]);
    }
  });

  test('a subgraph of the document has its mistakes where it is written', () => {
    const text = `
name: outer
state: {}
start: a
graphs:
  inner:
    state: { x: number }
    start: b
    nodes: { b: { next: c } }
  other:
    state: {}
    start: a
    nodes: { a: { graph: other, next: b }, b: { final: true } }
nodes:
  a: { graph: inner, input: { y: 1 }, next: end }
  end: { final: true }
`;
    const expected = [
      '9:25 unknown-node graphs.inner.nodes.b.next: There is no node "c" in this graph.',
      '13:26 recursive-graph graphs.other.nodes.a.graph: Graph "other" holds itself. Hold a graph that does not lead back here.',
      '15:31 unknown-key nodes.a.input.y: The subgraph has no key "y". Did you mean "x"?',
    ];
    expect(asTold(told(text), expected)).toEqual(expected);
  });
});

test('a document with mistakes is one problem that has all of them', () => {
  const text = changed('run: transfer', 'run: trasfer').replace('start: triage', 'start: x');
  const error = thrownBy(() => defineFromConfig(text, known, { file: 'refund.yaml' }));
  expect(isProblem(error, 'config/invalid')).toBe(true);
  expect(error).toMatchObject({ facts: { document: 'refund.yaml', mistakes: checkConfig(text, known) } });
  expect((error as Error).message.split('\n')).toEqual([
    'Configuration "refund.yaml" has 2 mistakes:',
    expect.stringMatching(/^ {2}11:8 start: There is no node "x"/u),
    '  23:10 nodes.pay.run: The registry has no activity "trasfer". Did you mean "transfer"?',
  ]);
});

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

test('JSON is a document as well, and its mistakes have their places', () => {
  const text = '{\n\t"name": "n",\n\t"state": {},\n\t"start": "a",\n\t"nodes": { "a": { "next": "b" } }\n}';
  expect(told(text)).toEqual([expect.stringContaining('5:28 unknown-node nodes.a.next: There is no node "b"')]);
  expect(() => defineFromConfig(text.replace('"next": "b"', '"final": true'), registry({}))).not.toThrow();
});
