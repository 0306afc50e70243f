import { expect, test } from 'vitest';
import { fold, memory, type Row, type ThreadEvent } from '@cairn/core';
import { checkpointAt, historyOf } from '@cairn/core/inspect';
import { emptySnapshot } from '../../src/advance/state/snapshot.ts';
import { checkpointOf } from '../../src/time/read/checkpoint.ts';
import { approvedClaim, claims, desk } from './claims.ts';

const rowsOf = (rows: Awaited<ReturnType<typeof historyOf>>) =>
  rows.map((row) => `${row.seq} ${row.lane} ${row.cause} ${row.from}->${row.to ?? ''}`);

test('a thread is read from its store alone', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  const { store } = at;
  expect(await historyOf(store, 'c')).toEqual(await thread.history());
  expect(rowsOf(await historyOf(store, 'c'))).toMatchInlineSnapshot(`
    [
      "1  start ->read",
      "2  done read->fan",
      "3  pass fan->",
      "4 fan.1/left done left->search",
      "5 fan.1/right step right->",
      "6 fan.1/right done right->search",
      "7  join fan->search",
      "8  open search->",
      "9 search.1 done look->end",
      "10  done search->approval",
      "11  event approval->",
      "12  event approval->approved",
    ]
  `);
  for (let seq = 1; seq <= 12; seq += 1) expect(await checkpointAt(store, 'c', seq)).toEqual(await thread.at(seq));
});

test('checkpoints are counted from the newest too', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  const { head } = await thread.record();
  expect((await checkpointAt(at.store, 'c')).seq).toBe(head);
  expect((await checkpointAt(at.store, 'c', -1)).seq).toBe(head);
  expect((await thread.at(-3)).seq).toBe(head - 2);
  expect((await historyOf(at.store, 'c', { from: -2 })).map((row) => row.seq)).toEqual([head - 1, head]);
  expect((await thread.history({ from: 2, to: -10 })).map((row) => row.seq)).toEqual([2, 3]);
});

test('a checkpoint that is not there is a problem that says which are', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  const { head } = await thread.record();
  const wanted = { code: 'checkpoint/not-found', facts: { thread: 'c', head } };
  await expect(checkpointAt(at.store, 'c', head + 1)).rejects.toMatchObject(wanted);
  await expect(checkpointAt(at.store, 'c', 0)).rejects.toMatchObject(wanted);
  await expect(checkpointAt(at.store, 'c', 1.5)).rejects.toMatchObject(wanted);
  await expect(thread.at(-20)).rejects.toMatchObject(wanted);
  await expect(historyOf(memory(), 'c')).rejects.toMatchObject({ code: 'thread/not-found' });
});

test('each checkpoint reads as what was seen of the thread when it was made', async () => {
  const { cairn } = desk();
  const thread = await cairn.start(claims, { title: 'Rain' }, { id: 'c' });
  const seen: Row[] = [];
  const watched = (async () => {
    for await (const event of thread.watch({ from: 1 })) if (isCheckpoint(event)) seen.push(event);
  })();
  await thread.settled();
  await thread.send('approve', { by: 'ada' });
  await thread.settled();
  await watched;
  let live = emptySnapshot('c');
  for (const row of seen) {
    live = fold(live, [row]);
    expect(await thread.at(row.seq)).toEqual(checkpointOf(live));
  }
  expect(seen.length).toBeGreaterThan(9);
});

function isCheckpoint(event: ThreadEvent): event is Extract<ThreadEvent, { type: 'checkpoint' }> {
  return event.type === 'checkpoint';
}
