import { fold, isProblem, open, type Snapshot, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { encode } from '../../packages/core/src/base/value/encode.ts';
import { everything } from './everything.ts';
import { untilIt, type Scenario } from './scenario.ts';

/** The thread's id. */
const id = 'a';

/** A thread of a graph that uses everything, from its start to its end. */
export const longRun: Scenario = {
  threads: [id],
  leastWrites: 60,
  graph: everything,
  async play(graph, store, clock) {
    const cairn = open({ store, graphs: [graph], clock });
    const starting = await cairn.start(graph, {}, { id });
    const thread = starting as unknown as Tended;
    await sendBonus(thread, store);
    let snapshot = emptySnapshot(id);
    const end = await untilIt(clock, async () => {
      const { status, owner } = await thread.record();
      if (status === 'failed' || status === 'cancelled') throw new Error(JSON.stringify(await thread.record()));
      if (status === 'done' && owner === null) return encode({ ...(await thread.settled()), seq: undefined });
      snapshot = fold(snapshot, await thread.history({ from: snapshot.seq + 1 }));
      await tend(thread, snapshot);
      return undefined;
    });
    await cairn.close();
    return end;
  },
};

type Tended = Pick<Thread, 'at' | 'answer' | 'history' | 'record' | 'settled'> & {
  send(event: string, payload: object, options?: { readonly lane?: string; readonly queue?: true }): Promise<void>;
};

/** Nodes past the one that takes the bonus. */
const pastBonus = ['broken', 'mended', 'over', 'end'];

/** Sends a message early on, once, that is kept until the thread comes to where it is accepted. */
async function sendBonus(thread: Tended, store: Store): Promise<void> {
  const node = (await thread.at()).lanes[0]?.node;
  if (node === undefined || pastBonus.includes(node) || (await store.messages(id)).length > 0) return;
  await thread.send('bonus', { n: 100 }, { queue: true });
}

/** Sends what the thread waits for. */
async function tend(thread: Tended, { lanes }: Snapshot): Promise<void> {
  for (const { path: lane, node, phase, values } of lanes.all()) {
    if (phase === 'suspended') await thread.answer('who', 'Ada', { lane }).catch(ignore('answer/not-asked'));
    if (phase !== 'waiting') continue;
    const voters = (values['voters'] ?? []) as readonly string[];
    const [next] = ['Bea', 'Cid'].filter((voter) => !voters.includes(voter));
    if (node === 'votes' && next !== undefined) await thread.send('vote', { by: next }, { lane });
    if (node === 'reminder' && values['reminded'] === 1) await thread.send('approve', { by: 'Dan' }, { lane });
  }
}

function ignore(code: 'answer/not-asked'): (error: unknown) => void {
  return (error) => {
    if (!isProblem(error, code)) throw error;
  };
}
