import { check, diagram, memory, open, run } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { fromScxml, trustedExpressions } from '../../src/index.ts';

const turnstile = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
  <datamodel><data id="count" expr="0"/></datamodel>
  <state id="locked">
    <transition event="coin" target="unlocked"><assign location="count" expr="count + 1"/></transition>
  </state>
  <state id="unlocked">
    <onentry><send event="late" delay="5s" id="late"/></onentry>
    <onexit><cancel sendid="late"/></onexit>
    <transition event="push" cond="count &lt; 2" target="locked"/>
    <transition event="push" target="worn.out"/>
    <transition event="late" target="locked"/>
  </state>
  <final id="worn.out"><donedata><param name="turns" expr="count"/></donedata></final>
</scxml>`;

const expressions = trustedExpressions();

test('a document without regions is a node for each state, with a way for each place that its transitions lead to', () => {
  const graph = fromScxml(turnstile, { name: 'turnstile', expressions });
  expect(check(graph)).toEqual([]);
  const { nodes } = diagram(graph);
  expect(nodes.map(({ name }) => name)).toEqual(['start', 'locked', 'unlocked', 'worn-out']);
  expect(waysOf(graph)).toEqual([
    'start -> locked',
    'locked -coin-> unlocked',
    'locked -at what is not taken-> locked',
    'unlocked -push [count < 2]-> locked',
    'unlocked -push-> worn-out',
    'unlocked -late-> locked',
    'unlocked -at late-> locked',
  ]);
});

test('a thread of a document waits for its events, takes its timers, and is over where it is', async () => {
  const graph = fromScxml(turnstile, { name: 'turnstile', expressions });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [graph], clock });
  const thread = await cairn.start(graph, { data: { count: -1 } });
  const waiting = await thread.settled();
  expect(waiting).toMatchObject({ status: 'waiting', events: ['coin'], state: { data: { count: -1 } } });
  await expect(thread.send('push')).rejects.toMatchObject({ code: 'event/not-accepted' });
  await thread.send('coin');
  expect((await thread.at()).state).toMatchObject({ states: ['unlocked'], timers: [{ at: clock.now() + 5_000 }] });
  await clock.advance('5s');
  expect((await thread.at()).state).toMatchObject({ states: ['locked'], timers: [] });
  for (const event of ['coin', 'push', 'coin', 'push']) await thread.send(event);
  const end = await thread.ended();
  expect(end).toMatchObject({ status: 'done', outcome: 'worn-out', state: { over: { data: { turns: 2 } } } });
  await cairn.close();
});

const player = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
  <state id="off"><transition event="power" target="on"/></state>
  <parallel id="on">
    <transition event="power" target="off"/>
    <state id="tape">
      <state id="still"><transition event="play" target="running"/></state>
      <state id="running"><transition event="stop" target="still"/></state>
    </state>
    <state id="lamp">
      <state id="dark"><transition cond="In('running')" target="lit"/></state>
      <state id="lit"><transition cond="In('still')" target="dark"/></state>
    </state>
  </parallel>
</scxml>`;

test('regions are one node, and the state says where each of them is', async () => {
  const graph = fromScxml(player, { name: 'player' });
  expect(check(graph)).toEqual([]);
  expect(waysOf(graph)).toEqual([
    'start -> off',
    'off -power-> on',
    'on -power-> off',
    'on.still -play-> on.running',
    'on.running -stop-> on.still',
    "on.dark -In('running')-> on.lit",
    "on.lit -In('still')-> on.dark",
  ]);
  const cairn = open({ store: memory(), graphs: [graph] });
  const thread = await cairn.start(graph, {});
  for (const event of ['power', 'play']) await thread.send(event);
  const { state, lanes } = await thread.at();
  expect([lanes[0]?.node, state['states']]).toEqual(['on', ['running', 'lit']]);
  expect(await thread.now()).toMatchObject({ at: [{ node: 'on', active: ['running', 'lit'] }] });
  const [last] = (await thread.history()).slice(-1);
  expect(JSON.stringify(last)).toContain('running');
  await cairn.close();
});

test('timers that came due while nobody was there are taken one by one, each at its own time', async () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
    <datamodel><data id="times" expr="[]"/></datamodel>
    <state id="beats">
      <onentry>
        <script>times.push(Date.now())</script>
        <send event="beat" delay="1m"/>
      </onentry>
      <transition event="beat" cond="times.length &lt; 4" target="beats"/>
      <transition event="beat" target="tired"/>
    </state>
    <final id="tired"/>
  </scxml>`;
  const clock = virtualClock();
  const began = clock.now();
  const store = memory();
  const read = () => fromScxml(text, { name: 'heart', expressions: trustedExpressions() });
  const first = read();
  const before = open({ store, graphs: [first], clock });
  await before.start(first, {}, { id: 'heart' });
  await before.close();
  await clock.set(began + 86_400_000);
  const second = read();
  const after = open({ store, graphs: [second], clock });
  const { state } = await after.thread(second, 'heart').ended();
  expect(state.data['times']).toEqual([0, 60_000, 120_000, 180_000].map((later) => began + later));
  await after.close();
});

test('any event is sent by "*" where a document takes events by a part of their name', async () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
    <state id="a"><transition event="error.*" target="b"/></state><state id="b"/>
  </scxml>`;
  const graph = fromScxml(text, { name: 'parts' });
  const cairn = open({ store: memory(), graphs: [graph] });
  const thread = await cairn.start(graph, {});
  await thread.send('*', { name: 'error.of.mine' });
  expect(await thread.ended()).toMatchObject({ outcome: 'b' });
  await cairn.close();
});

test('an event that a machine sends to itself without a delay is a checkpoint of its own', async () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
    <state id="a"><onentry><send event="on"/></onentry><transition event="on" target="b"/></state>
    <state id="b"><onentry><send event="on"/></onentry><transition event="on" target="c"/></state>
    <final id="c"/>
  </scxml>`;
  const graph = fromScxml(text, { name: 'chain' });
  const cairn = open({ store: memory(), graphs: [graph] });
  const thread = await cairn.start(graph, {});
  await thread.ended();
  const rows = await thread.history();
  expect(rows.flatMap(({ cause }) => cause)).toEqual(['start', 'done', 'timer', 'timer']);
  await cairn.close();
});

test('a machine that does not come to rest is a failure that says so', async () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
    <state id="a"><transition target="b"/></state><state id="b"><transition cond="In('b')" target="a"/></state>
  </scxml>`;
  const result = await run(fromScxml(text, { name: 'endless' }), {});
  expect(result).toMatchObject({ status: 'failed' });
  expect(JSON.stringify(result)).toContain('does not come to rest');
});

test('a variable that holds a function is refused with the event that gave it one', async () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
    <datamodel><data id="kept" expr="1"/></datamodel>
    <state id="a"><transition event="x" target="b"><assign location="kept" expr="() =&gt; 1"/></transition></state><state id="b"/>
  </scxml>`;
  const graph = fromScxml(text, { name: 'functions', expressions });
  const cairn = open({ store: memory(), graphs: [graph] });
  const thread = await cairn.start(graph, {});
  await expect(thread.send('x')).rejects.toThrow('"kept" holds a function, and what is kept is plain data.');
  expect((await thread.at()).state).toMatchObject({ states: ['a'], data: { kept: 1 } });
  await cairn.close();
});

test('states without an id, and ids that are no names of nodes, have names of their own', async () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
    <state><transition event="x" target="__proto__"/></state>
    <state id="__proto__"><transition event="x" target="a.b"/></state>
    <state id="a.b"><transition event="x" target="a-b"/></state>
    <state id="a-b"><transition event="x" target="state-2"/></state>
    <state id="state-2"/>
  </scxml>`;
  const graph = fromScxml(text, { name: 'names' });
  expect(check(graph)).toEqual([]);
  const cairn = open({ store: memory(), graphs: [graph] });
  const thread = await cairn.start(graph, {});
  const at: unknown[] = [];
  for (let count = 0; count < 4; count += 1) {
    await thread.settled();
    at.push((await thread.at()).lanes[0]?.node);
    await thread.send('x');
  }
  expect(at).toEqual(['state--2', '__proto__-', 'a-b', 'a-b-']);
  expect(await thread.ended()).toMatchObject({ outcome: 'state-2' });
  await cairn.close();
});

test('what comes with an event is data, whatever its keys are called', async () => {
  const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
    <datamodel><data id="heard"/></datamodel>
    <state id="a"><transition event="x" target="b"><assign location="heard" expr="_event.data"/></transition></state>
    <state id="b"/>
  </scxml>`;
  const graph = fromScxml(text, { name: 'keys', expressions });
  const cairn = open({ store: memory(), graphs: [graph] });
  const thread = await cairn.start(graph, {});
  const given: unknown = JSON.parse('{"constructor": 1, "list": [null, {"deep": true}]}');
  await thread.send('x', given);
  expect((await thread.ended()).state.data).toEqual({ heard: given });
  await cairn.close();
});

function waysOf(graph: Parameters<typeof diagram>[0]): readonly string[] {
  return diagram(graph).edges.map(({ from, to, label }) => `${from} ${label === undefined ? '' : `-${label}`}-> ${to}`);
}
