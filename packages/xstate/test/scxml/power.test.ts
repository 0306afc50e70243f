import { memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { fromScxml, trustedExpressions } from '../../src/index.ts';

const text = `<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="ecmascript">
  <datamodel><data id="log" expr="[]"/></datamodel>
  <parallel id="both">
    <onentry><send event="tick"/><send event="end" delay="5s"/></onentry>
    <state id="left">
      <state id="l1"><transition event="tick" target="l2"><script>log.push('l1')</script><send event="tock" delay="1s"/></transition></state>
      <state id="l2"><transition event="tock" target="l3"><script>log.push('l2')</script></transition></state>
      <final id="l3"/>
    </state>
    <state id="right">
      <state id="r1"><transition event="tick" target="r2"><script>log.push('r1')</script></transition></state>
      <state id="r2"><transition event="tock" target="r3"><script>log.push('r2')</script></transition></state>
      <final id="r3"/>
    </state>
    <transition event="done.state.both" target="sure"><script>log.push('both')</script></transition>
  </parallel>
  <state id="sure"><transition event="end" target="over"><script>log.push('end')</script></transition></state>
  <final id="over"/>
</scxml>`;

/** Longer than a lease. */
const leaseOver = 60_000;

/** Takes a thread as far as it comes before the power goes out. */
async function drive(store: ReturnType<typeof memory>, start: number): Promise<{ now: number; log: unknown }> {
  const clock = virtualClock(start);
  const graph = fromScxml(text, { name: 'both', expressions: trustedExpressions() });
  const cairn = open({ store, graphs: [graph], clock });
  let log: unknown;
  try {
    const thread = await cairn.start(graph, {}, { id: 'one' });
    await clock.advance(leaseOver);
    log = (await thread.ended()).state.data['log'];
  } catch {}
  await cairn.close().catch(() => undefined);
  return { now: clock.now(), log };
}

test.each(['before', 'after'] as const)(
  'a machine comes to the same end when the power goes out %s any write',
  async (when) => {
    const whole = powerCuts(memory());
    const { log: end } = await drive(whole, virtualClock().now());
    expect(end).toEqual(['l1', 'r1', 'l2', 'r2', 'both', 'end']);
    expect(whole.writes.length).toBeGreaterThan(4);
    for (let at = 1; at <= whole.writes.length; at += 1) {
      const store = memory();
      const { now } = await drive(powerCuts(store, { at, when }), virtualClock().now());
      expect((await drive(store, now + leaseOver)).log).toEqual(end);
    }
  },
);
