import { isDeepStrictEqual } from 'node:util';
import { codecOf, fold, replay, type Row, type Snapshot } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { load, loadRows } from '../../packages/core/src/store/load.ts';
import { wrongsOfTalk } from '../determinism/peers.ts';
import type { Calls } from './calls.ts';
import { isOnce, repeatedIn } from './once.ts';
import type { World } from './world.ts';

const reading = { codec: codecOf([]) };

/** Causes of rows after which a state does not follow from the row alone. */
const jumps: ReadonlySet<string> = new Set(['rewind', 'migrate']);

/** What is wrong with what happened in a world where nothing is left to do. */
export async function wrongsOf(world: World, store: Store): Promise<readonly string[]> {
  const wrongs: string[] = [];
  for (const id of world.threads) {
    const record = await store.thread(id);
    const starts = world.calls.all.filter(({ what, thread }) => what !== 'close' && thread === id);
    if (record === undefined) {
      if (starts.some(({ what, outcome }) => what === 'start' && outcome === 'ok')) wrongs.push(`${id} is not there`);
      continue;
    }
    const rows = await loadRows(store, id, reading);
    wrongs.push(...(await wrongsOfLog(store, id, rows, record.head)));
    if (!world.copied.has(id)) {
      wrongs.push(...countsOf(world.calls, id, rows, record.origin?.seq));
      wrongs.push(...repeatedIn(world.calls, id, rows, record.origin?.seq));
    }
    for (const tag of ['n0', 'n1', 'n2'])
      if (world.calls.count(`tag ${tag}`, id).least > 0 && !record.tags.includes(tag))
        wrongs.push(`${id} has lost ${tag}`);
    const { divergence } = await replay({ store, id }, world.graph);
    if (divergence !== undefined) wrongs.push(`${id} replays otherwise: ${JSON.stringify(divergence).slice(0, 1_500)}`);
  }
  wrongs.push(...(await wrongsOfTalk(store, world.threads)));
  for (const [name, times] of world.effects) {
    if (times > 1 + world.disturbed)
      wrongs.push(`${name} had its effect ${times} times, after ${world.disturbed} disturbances`);
  }
  for (const { what, thread, outcome } of world.calls.all) {
    if (typeof outcome !== 'object' || (outcome.code !== 'none' && !/internal/u.test(outcome.code))) continue;
    if (!/cannot decide/u.test(String(outcome.error)))
      wrongs.push(`${what}() of ${thread} met ${String(outcome.error)}`);
  }
  return wrongs;
}

/** No gap, and every state is read as the rows lead to it. */
export async function wrongsOfLog(
  store: Store,
  id: string,
  rows: readonly Row[],
  head: number,
): Promise<readonly string[]> {
  const wrongs: string[] = [];
  // Of a history that was cut, the first row that is left says what there was.
  const cut = (rows[0]?.seq ?? 1) - 1;
  if (rows.length !== head - cut || rows.some(({ seq }, index) => seq !== cut + index + 1)) {
    wrongs.push(`${id} has rows ${rows.map(({ seq }) => seq).join()} and its head at ${head}`);
  }
  let before = cut === 0 ? emptySnapshot(id) : (await load(store, id, reading, cut + 1)).snapshot;
  for (const row of cut === 0 ? rows : rows.slice(1)) {
    const { snapshot } = await load(store, id, reading, row.seq);
    if (!jumps.has(row.cause) && !isDeepStrictEqual(dumpOf(fold(before, [row])), dumpOf(snapshot))) {
      wrongs.push(`${id}@${row.seq} is not read as its rows fold`);
    }
    before = snapshot;
  }
  return wrongs;
}

/** A snapshot to compare, without the values that are never stored. */
function dumpOf({ lanes, ...facts }: Snapshot): unknown {
  const all = lanes.all().map(({ transient: _, ...lane }) => lane);
  return { ...facts, thread: '', lanes: all.toSorted((left, right) => (left.path < right.path ? -1 : 1)) };
}

/** What was taken for sure has left a row, and nothing has left more of them than there were calls. */
export function countsOf(calls: Calls, id: string, rows: readonly Row[], shared = 0): readonly string[] {
  // A child that ended tells its parent by itself.
  const own = rows.filter((row) => row.seq > shared && !isOnce(row) && row.label !== 'job');
  const isCut = (rows[0]?.seq ?? 1) > shared + 1;
  const count = (cause: string): number => own.filter((row) => row.cause === cause).length;
  const sums: readonly (readonly [string, readonly string[]])[] = [
    ['event', ['send', 'queue']],
    ['answer', ['answer', 'early']],
    ['edit', ['edit']],
    ['rewind', ['rewind']],
  ];
  return sums.flatMap(([cause, whats]) => {
    const [now, later] = whats.map((what) => calls.count(what, id));
    const [least, most] = [now?.least ?? 0, (now?.most ?? 0) + (later?.most ?? 0)];
    const found = count(cause);
    if ((found >= least || isCut) && found <= most) return [];
    return [`${id} has ${found} rows of cause ${cause}, and at least ${least}, at most ${most} calls led to one`];
  });
}
