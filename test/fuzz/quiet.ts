import { setTimeout as pause } from 'node:timers/promises';
import { codecOf, type Snapshot } from '@cairn/core';
import type { Store, ThreadRecord } from '@cairn/core/store';
import { load } from '../../packages/core/src/store/load.ts';
import { allHeard } from '../determinism/peers.ts';
import type { World } from './world.ts';

const reading = { codec: codecOf([]) };

/** So long, in real milliseconds, nothing may happen before something counts as stuck: less than it takes until everything is looked at anyway. */
const patience = 4_000;

/** So often a thread is sent what it waits for, before it is left as it is. */
const mostGiven = 60;

/** One look counts as so many milliseconds at most: this process may have been stopped meanwhile, and nobody else got on either. */
const longestLook = 50;

/** Virtual time passes by at most so many milliseconds at once, so that those who own threads can say that they live. */
const stride = 2_000;

/** Lets threads come to where nothing is left to do, and sends them what they wait for. */
export async function untilQuiet(world: World, store: Store): Promise<void> {
  const given = new Map<string, number>();
  let before = '';
  let still = 0;
  let looked = performance.now();
  let isOwned = true;
  let due = 0;
  for (let calm = 0; calm < 3;) {
    const now = world.clock.now();
    // Where nobody drives anything, it is at once when the first is due: an alarm that is not set is found then.
    const next = !isOwned && due > now ? due - now : Math.min(stride, (world.clock.pending[0] ?? now) - now);
    await world.clock.advance(Math.max(0, next));
    await pause(1);
    const standing = await standingOf(world, store);
    ({ isOwned, due } = standing);
    const isFed = await feed(world, store, given);
    calm = standing.left.length === 0 && !isFed ? calm + 1 : 0;
    const at = performance.now();
    still = standing.text === before ? still + Math.min(longestLook, at - looked) : 0;
    looked = at;
    before = standing.text;
    if (still <= patience) continue;
    const lanes = await Promise.all(world.threads.map((id) => lanesOf(store, id)));
    throw new Error(`It is stuck: ${[...standing.left, ...lanes].join('; ')}`);
  }
}

/** What is left to do, and how far everything came. */
async function standingOf(
  world: World,
  store: Store,
): Promise<{
  readonly left: readonly string[];
  readonly text: string;
  readonly isOwned: boolean;
  readonly due: number;
}> {
  let isOwned = false;
  let due = Infinity;
  const left: string[] = [];
  const heads: string[] = [];
  const ends = new Map<string, boolean>();
  for (const id of world.threads) {
    const record = await store.thread(id);
    if (record === undefined) continue;
    heads.push(`${id} ${record.head} ${record.fence}`);
    isOwned ||= record.owner !== null;
    if (record.status === 'waiting') due = Math.min(due, record.due ?? Infinity);
    ends.set(id, record.status !== 'waiting' && record.status !== 'running');
    if (!isAtRest(record))
      left.push(`${id} is ${record.status}, owner ${record.owner}, due ${record.due} at ${world.clock.now()}`);
  }
  if (!(await allHeard(store))) left.push('something that was sent is not taken');
  for (const { what, thread } of world.calls.open()) {
    if (mayWaitOn(what) && ends.get(thread) === false) continue;
    left.push(`${what}() of ${thread} waits`);
  }
  return {
    left,
    isOwned,
    due: due === Infinity ? 0 : due,
    text: `${heads.join()} ${world.calls.all.length} ${world.calls.open().length}`,
  };
}

/** Whether a call may wait for as long as its thread is not at its end. */
function mayWaitOn(what: string): boolean {
  return what === 'ended' || what === 'watch';
}

function isAtRest({ owner, status, due }: ThreadRecord): boolean {
  return owner === null && status !== 'running' && (due === null || status !== 'waiting');
}

/** Sends threads what they wait for; whether any got something. */
async function feed(world: World, store: Store, given: Map<string, number>): Promise<boolean> {
  let isFed = false;
  for (const id of world.threads) {
    const record = await store.thread(id);
    const count = given.get(id) ?? 0;
    if (record === undefined || count >= mostGiven || (record.status !== 'waiting' && record.status !== 'failed'))
      continue;
    const { snapshot } = await load(store, id, reading);
    const giving = giveTo(world, id, snapshot, count);
    if (giving.length === 0) continue;
    given.set(id, count + 1);
    await Promise.race([Promise.all(giving), pause(20)]);
    isFed = true;
  }
  return isFed;
}

/** What a thread waits for, another each time: some schemas throw at some of it. */
function giveTo(world: World, id: string, { lanes }: Snapshot, count: number): readonly Promise<unknown>[] {
  const giving: Promise<unknown>[] = [];
  for (const { path: lane, node, phase, journal, pending, failures } of lanes.all()) {
    const on = world.somewhere(id);
    if (phase === 'waiting' && node.startsWith('wait')) {
      giving.push(world.calls.make('send', id, on.send('go', { n: count }, { lane })));
    } else if (phase === 'suspended') {
      for (const [key, { kind }] of journal ?? []) {
        if (kind === 'ask' && key !== 'job')
          giving.push(world.calls.make('answer', id, on.answer(key, `Ada ${count}`, { lane })));
      }
    } else if (phase === 'failed' && pending === 'running' && failures.length <= 3) {
      world.disturbed += 1;
      giving.push(world.calls.make('resume', id, on.resume({ lane })));
    }
  }
  return giving;
}

/** Where the lanes of a thread are, for whoever looks for what is wrong. */
async function lanesOf(store: Store, id: string): Promise<string> {
  const { snapshot } = await load(store, id, reading);
  const lanes = snapshot.lanes.all().map(({ path, node, phase, attempt, due, journal }) => {
    const keys = [...(journal ?? [])].map(([key, { kind }]) => `${kind} ${key}`).join();
    return `"${path}" ${phase} at ${node}, attempt ${attempt}, due ${due}, ${keys}`;
  });
  return `${id}: ${lanes.join(' | ')}`;
}
