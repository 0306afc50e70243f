import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, isProblem, open, type Cairn } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { afterAll, expect, test } from 'vitest';
import { fromScxml, ScxmlRefused, trustedExpressions, type ScxmlGraph, type ScxmlState } from '../../src/index.ts';
import { byTheRecommendation, otherwise, refused } from './left-out.ts';
import { documents, scriptOf, sourceOf, textOf, type Script } from './suite.ts';

const leftOut = new Set([...Object.values(refused).flat(), ...Object.keys(otherwise)]);
const played = documents.filter((name) => !leftOut.has(name));

test('the suite has as many documents as are counted here', () => {
  expect(documents).toHaveLength(316);
  expect([...leftOut].filter((name) => !documents.includes(name))).toEqual([]);
  expect(played).toHaveLength(274);
});

const clock = virtualClock();
const files = mkdtempSync(join(tmpdir(), 'cairn-'));
afterAll(() => rmSync(files, { recursive: true, force: true }));

const plain =
  'scxml state parallel final history initial transition onentry onexit raise assign if elseif else log datamodel data';

test.each([
  ['states, transitions, variables and what is raised', plain, 170, ['w3c-ecma/test307', 'w3c-ecma/test453']],
  [
    'that, and what is sent and cancelled',
    `${plain} send cancel`,
    233,
    ['w3c-ecma/test201', 'w3c-ecma/test307', 'w3c-ecma/test453'],
  ],
])('of the documents that need %s, all are played but for what is named', (_, elements, count, named) => {
  const needing = documents.filter((name) =>
    elementsIn(textOf(name)).every((tag) => elements.split(' ').includes(tag)),
  );
  expect(needing).toHaveLength(count);
  expect(needing.filter((name) => !played.includes(name))).toEqual(named);
});

test.each(played)(
  '%s comes to what its script says, with its store opened anew before each unit of work',
  async (name) => {
    const id = name;
    const script = byTheRecommendation.includes(name) ? scriptOf(name).legacySemantics : scriptOf(name);
    if (script === undefined) throw new Error('There is no script.');
    expect(check(read(name))).toEqual([]);
    await unit(name, (cairn, graph) => cairn.start(graph, {}, { id }));
    const [begun] = await rowsOf(name);
    expect(await statesAt(name, begun?.seq)).toEqual(script.initialConfiguration.toSorted());
    for (const { after = 0, event, nextConfiguration } of script.events) {
      await passUntil(name, clock.now() + after);
      await unit(name, (cairn, graph) => send(cairn, graph, id, event).catch(ignored));
      expect(await statesAt(name)).toEqual(nextConfiguration.toSorted());
    }
  },
);

/** Has the document read, the file opened and all that is due done, for one unit of work alone. */
async function unit<Result>(name: string, work: (cairn: Cairn, graph: ScxmlGraph) => Promise<Result>): Promise<Result> {
  const graph = read(name);
  const cairn = open({ store: sqlite(join(files, 'suite.db')), graphs: [graph], clock });
  try {
    const result = await work(cairn, graph);
    await clock.advance(0);
    return result;
  } finally {
    await cairn.close();
  }
}

/** Lets time pass up to an instant, each timer in a process of its own. */
async function passUntil(name: string, time: number): Promise<void> {
  for (;;) {
    const { status, state } = await unit(name, (cairn, graph) => cairn.thread(graph, name).at());
    const timers = state['timers'] as ScxmlState['timers'];
    const due = status === 'waiting' ? Math.min(...timers.map(({ at }) => at)) : Infinity;
    if (due > time) break;
    await clock.advance(due - clock.now());
  }
  await clock.advance(time - clock.now());
}

/** The rows that tell where the machine is. */
function rowsOf(name: string) {
  return unit(name, async (cairn, graph) => {
    const rows = await cairn.thread(graph, name).history();
    return rows.filter(({ cause }) => cause === 'done');
  });
}

async function statesAt(name: string, seq?: number): Promise<readonly string[]> {
  const { state } = await unit(name, (cairn, graph) => cairn.thread(graph, name).at(seq));
  return (state['states'] as ScxmlState['states']).toSorted();
}

function read(name: string): ScxmlGraph {
  const isByPart = name.startsWith('scxml-prefix-event-name-matching/');
  const options = { name: name.replaceAll('/', '-'), expressions: trustedExpressions(), source: sourceOf(name) };
  return fromScxml(textOf(name), { ...options, ...(isByPart && { anyEvent: true }) });
}

/** Sends an event under its name, or, where the document does not have that, under any. */
function send(cairn: Cairn, graph: ScxmlGraph, id: string, { name, data }: Sent): Promise<unknown> {
  const thread = cairn.thread(graph, id);
  return name in (graph.source.events ?? {}) ? thread.send(name, data) : thread.send('*', { name, data });
}

type Sent = Script['events'][number]['event'];

/** An event that no transition takes is ignored by a machine, and refused by a thread. */
function ignored(error: unknown): void {
  if (!['event/unknown', 'event/not-accepted', 'thread/over'].some((code) => isProblem(error) && error.code === code))
    throw error;
}

const words = Object.entries(refused).flatMap(([said, names]) => names.map((name) => [name, said] as const));

test.each(words)('%s is refused: %s', (name, said) => {
  expect(() => read(name)).toThrow(ScxmlRefused);
  expect(() => read(name)).toThrow(said);
  expect(() => read(name)).toThrow(/^- line \d+, column \d+: /mu);
});

function elementsIn(text: string): readonly string[] {
  const tags = text.replaceAll(/<!--[\s\S]*?-->/gu, '').matchAll(/<(?<tag>[A-Za-z:]+)[\s/>]/gu);
  return Array.from(tags, ({ groups }) => groups?.['tag'] ?? '');
}
