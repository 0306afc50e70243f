import { graph, memory, open } from '@cairn/core';
import type { NewThread, Store } from '@cairn/core/store';
import { z } from 'zod';

/** What threads of many are of: they wait for somebody, are over, or failed. */
export const ticket = graph({
  name: 'ticket',
  state: { subject: z.string(), text: z.string().default(''), by: z.string().optional() },
  events: { close: z.object({ by: z.string() }) },
  start: 'read',
  nodes: {
    read: {
      run: ({ subject }) => {
        if (subject === 'unreadable') throw new Error('nobody can read that');
        return { text: `${subject}. ${'The door does not close. '.repeat(10)}` };
      },
      next: [{ when: ({ subject }) => subject === 'settled', to: 'closed' }, 'desk'],
    },
    desk: { on: { close: { to: 'closed', update: (_, { by }) => ({ by }) } }, after: { '30d': 'closed' } },
    closed: { final: true },
  },
});

type Model = Omit<NewThread, 'id' | 'created'>;

/** Threads as a store has them that ran them, and the plan they ran by. */
async function models(into: Store): Promise<readonly Model[]> {
  const store = memory();
  const cairn = open({ store, graphs: [ticket] });
  const made: Model[] = [];
  for (const subject of ['door', 'window', 'settled', 'unreadable']) {
    const thread = await cairn.start(ticket, { subject });
    await thread.settled();
    const { fingerprint, status, due, tags, summary } = await thread.record();
    await into.keepPlan(fingerprint, ticket.name, (await store.plan(fingerprint)) ?? '');
    const rows = await store.rows(thread.id);
    made.push({ graph: ticket.name, fingerprint, status, due, tags, summary, owner: null, origin: null, rows });
  }
  await cairn.close();
  return made;
}

/** Fills a store with so many threads, a second apart from one to the next. */
export async function fill(store: Store, count: number, until: number = Date.now()): Promise<void> {
  const made = await models(store);
  const batch: Promise<boolean>[] = [];
  for (let at = 0; at < count; at += 1) {
    const model = made[at % made.length] as Model;
    const created = until - (count - at) * 1_000;
    const later = created - (model.rows[0]?.time ?? 0);
    const rows = model.rows.map((row) => ({ ...row, time: row.time + later }));
    const due = model.due === null ? null : model.due + later;
    const tags = [`team=${at % 7}`];
    batch.push(Promise.resolve(store.create({ ...model, id: `T-${at}`, created, rows, due, tags })));
    if (batch.length === 1_000) await Promise.all(batch.splice(0));
  }
  await Promise.all(batch);
}
