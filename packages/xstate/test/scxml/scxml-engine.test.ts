import { expect, test } from 'vitest';
import { scxmlEngine, trustedExpressions } from '../../src/index.ts';

const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
  <datamodel><data id="when" expr="[]"/></datamodel>
  <state id="a">
    <onentry><send event="now"/><send event="later" delay="2s"/></onentry>
    <transition event="now later"><script>when.push(_event.name + Date.now())</script><log label="heard" expr="_event.name"/></transition>
    <transition event="stop" cond="when.length === 2" target="b"/>
  </state>
  <final id="b"><donedata><content expr="when.length"/></donedata></final>
</scxml>`;

const engine = scxmlEngine(text, { expressions: trustedExpressions() });

test('a document is an engine: data in, data out, and what is due is told', () => {
  const { state: begun, moves } = engine.start({ session: 's' }, 1_000);
  expect(moves).toEqual([{ actor: '', event: { type: '' }, value: 'a' }]);
  expect(engine.stands(begun)).toMatchObject({ status: 'active', due: 1_000, value: ['a'] });
  expect(structuredClone(begun)).toEqual(begun);
  const { state: due, moves: taken } = engine.step(structuredClone(begun), { type: 'due' }, 9_000);
  expect(taken.map(({ event }) => event.type)).toEqual(['now', 'later']);
  expect(taken[0]?.logged).toEqual([{ label: 'heard', value: 'now' }]);
  expect(due.data).toEqual({ when: ['now1000', 'later3000'] });
  expect([engine.accepts(begun, { type: 'stop' }), engine.accepts(due, { type: 'stop' })]).toEqual([false, true]);
  const { state: over } = engine.step(due, { type: 'event', event: { type: 'stop' } }, 9_000);
  expect(engine.stands(over)).toMatchObject({ status: 'done', output: 2, value: ['b'] });
  expect(engine.step(over, { type: 'event', event: { type: 'stop' } }, 9_000)).toEqual({
    state: over,
    moves: [],
    emitted: [],
    sent: [],
    told: [],
  });
});

test('what is not taken is told as ignored, and what no job is changes nothing', () => {
  const { state } = engine.start({ session: 's' }, 1_000);
  expect(engine.step(state, { type: 'event', event: { type: 'nothing' } }, 1_000).moves).toMatchObject([
    { ignored: true },
  ]);
  expect(engine.step(state, { type: 'done', job: 'x', output: 1 }, 1_000)).toMatchObject({ state, moves: [] });
});

test('a step leaves nothing to chance: the same input comes to the same', () => {
  const chance = text.replace('when.push(_event.name + Date.now())', 'when.push(Math.random())');
  const other = scxmlEngine(chance, { expressions: trustedExpressions() });
  const { state } = other.start({ session: 's' }, 0);
  expect(other.step(state, { type: 'due' }, 0).state.data).toEqual({ when: [] });
});
