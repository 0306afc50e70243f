import { memory, open } from '@cairn/core';
import { whyOf } from '@cairn/core/inspect';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromScxml, trustedExpressions } from '../../src/index.ts';
import { readDocument } from '../../src/scxml/read-document.ts';
import type { Content, DocState } from '../../src/scxml/document.ts';
import { placeOf } from '../../src/scxml/places.ts';
import { engineOf, type ScxmlState } from '../../src/scxml/scxml-engine.ts';
import { moveIdsIn } from '../../src/scxml/steps-taken.ts';
import type { Step } from '../../src/engine/engine.ts';

/** What has a machine say, while it runs, that something was done. */
function saying(label: string): Content {
  return { tag: 'log', label, expr: undefined };
}

/** A document that says which states it enters and which transitions it takes, by nothing but what it runs there. */
function telling(text: string) {
  const document = readDocument(text, { hasExpressions: true, source: undefined });
  const ids = moveIdsIn(document);
  for (const state of document.states.values()) {
    state.onentry.unshift([saying(`entered ${state.id}`)]);
    for (const [at, each] of state.transitions.entries()) {
      const id = ids.get(each);
      if (id === undefined) continue;
      const told = Object.assign(each, { content: [saying(`took ${id}`), ...each.content] });
      state.transitions[at] = told;
    }
  }
  return { document, engine: engineOf(document, trustedExpressions()) };
}

const events = ['a', 'b', 'c'] as const;

/** A parallel state of regions that look at each other, raise events, leave and come back; what it holds and where all leads is drawn at random. */
const drawn = fc.array(
  fc.record({
    from: fc.nat(),
    to: fc.option(fc.nat(), { nil: undefined }),
    event: fc.option(fc.constantFrom(...events), { nil: undefined }),
    isInternal: fc.boolean(),
    raises: fc.option(fc.constantFrom(...events), { nil: undefined }),
    cond: fc.option(fc.nat(), { nil: undefined }),
  }),
  { minLength: 2, maxLength: 10 },
);

const ids = ['out', 'par', 'r1', 'x', 'x1', 'x2', 'y', 'r2', 'p', 'q', 'h'] as const;
const inStates = ['x1', 'x2', 'y', 'p', 'q'] as const;

/** What leads on without an event leads further within its region, and what is raised is later in the alphabet: so a machine comes to rest. */
const further: Readonly<Record<string, readonly string[]>> = { x1: ['x2', 'y'], x2: ['y'], p: ['q'] };
const restless = Object.keys(further);

type Move = typeof drawn extends fc.Arbitrary<(infer One)[]> ? One : never;

function transitionOf({ to, event, isInternal, raises, cond }: Move, of: string): string {
  const asked = cond === undefined ? '' : ` cond="In('${inStates[cond % inStates.length]}')"`;
  const type = isInternal ? ' type="internal"' : '';
  if (event === undefined) {
    const targets = further[of] ?? [];
    return `<transition target="${targets[(to ?? 0) % targets.length]}"${asked}${type}/>`;
  }
  const target = to === undefined ? '' : ` target="${ids[to % ids.length]}"`;
  const raised = raises === undefined || raises <= event ? '' : `<raise event="${raises}"/>`;
  return `<transition event="${event}"${target}${asked}${type}>${raised}</transition>`;
}

function textOf(moves: readonly Move[]): string {
  const sourceOf = ({ from, event }: Move): string | undefined =>
    event === undefined ? restless[from % restless.length] : ids[from % (ids.length - 1)];
  const of = (id: string): string =>
    moves.flatMap((move) => (sourceOf(move) === id ? [transitionOf(move, id)] : [])).join('');
  return `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript" initial="out">
    <state id="out">${of('out')}<transition event="a" target="par"/><transition event="b" target="h"/></state>
    <parallel id="par">${of('par')}
      <history id="h" type="deep"><transition target="q"/></history>
      <state id="r1">${of('r1')}<state id="x">${of('x')}<state id="x1">${of('x1')}</state><state id="x2">${of('x2')}</state></state><state id="y">${of('y')}</state></state>
      <state id="r2">${of('r2')}<state id="p">${of('p')}</state><state id="q">${of('q')}</state></state>
    </parallel>
  </scxml>`;
}

test('what a step says that was taken and come to within a parallel state is what runs there, come to again and left at once included', () => {
  let [taking, passing] = [0, 0];
  fc.assert(
    fc.property(drawn, fc.array(fc.constantFrom(...events), { maxLength: 8 }), (moves, sent) => {
      const { document, engine } = telling(textOf(moves));
      const isDrawn = (state: DocState): boolean => placeOf(state).kind === 'parallel' && placeOf(state) !== state;
      const activeIn = (state: ScxmlState): readonly string[] => {
        const active = new Set<string>();
        for (const id of state.states)
          for (let each = document.states.get(id); each !== undefined && each.kind !== 'scxml'; each = each.parent)
            if (isDrawn(each)) active.add(each.id);
        return [...active];
      };
      let before: readonly string[] = [];
      const check = ({ state, moves: done, went = {} }: Step<ScxmlState>): ScxmlState => {
        const said = done.flatMap(({ logged = [] }) => logged.map(({ label = '' }) => label));
        const told = (word: string): readonly string[] =>
          said.flatMap((each) => (each.startsWith(`${word} `) ? [each.slice(word.length + 1)] : []));
        const now = activeIn(state);
        const come = [...now.filter((id) => !before.includes(id)), ...(went.entered ?? [])];
        const entered = told('entered').filter((id) => isDrawn(document.states.get(id) as DocState));
        expect(come.toSorted()).toEqual(entered.toSorted());
        expect(went.taken ?? []).toEqual(told('took'));
        taking += went.taken?.length ?? 0;
        passing += went.entered?.length ?? 0;
        before = now;
        return state;
      };
      let state = check(engine.start({ session: 's' }, 0));
      for (const type of sent) state = check(engine.step(state, { type: 'event', event: { type } }, 0));
    }),
    { numRuns: 150 },
  );
  expect(taking).toBeGreaterThan(50);
  expect(passing).toBeGreaterThan(5);
});

const player = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
  <parallel id="on">
    <state id="tape">
      <state id="still"><transition event="play" target="running"/><transition event="look"/></state>
      <state id="running"><transition event="stop" target="still"/><transition event="next" target="running"/></state>
    </state>
    <state id="lamp">
      <state id="dark"><transition cond="In('running')" target="lit"/></state>
      <state id="lit"><transition cond="In('still')" target="dark"/></state>
    </state>
  </parallel>
</scxml>`;

test('a thread of a document tells which transitions were taken within a parallel state, those that no event has the name of included', async () => {
  const store = memory();
  const graph = fromScxml(player, { name: 'player', expressions: trustedExpressions() });
  const cairn = open({ store, graphs: [graph] });
  const thread = await cairn.start(graph, {}, { id: 't' });
  await thread.settled();
  const told: unknown[] = [];
  for (const event of ['play', 'next', 'stop', 'look']) {
    await thread.send(event);
    const { took = [], within } = await whyOf(store, 't', (await thread.at()).seq);
    told.push([took.map(({ from, to, label }) => `${from} ${to} ${label}`), within]);
  }
  expect(told).toEqual([
    [
      ['still running play', "dark lit In('running')"],
      ['running', 'lit'],
    ],
    [['running running next'], ['running', 'lit']],
    [
      ['running still stop', "lit dark In('still')"],
      ['still', 'dark'],
    ],
    [['still still look (stays)'], ['still', 'dark']],
  ]);
  // What the event's name says alone is not stored.
  const rows = await thread.history();
  expect(rows.map(({ changes }) => Object.hasOwn(changes ?? {}, 'went')).slice(-4)).toEqual([true, true, true, false]);
  await cairn.close();
});
