import assert from 'node:assert/strict';
import { added, given, isRefused, isStale, newThread, noon, row, rows, seqs } from './sample.ts';
import { claim, type StoreClaim } from './store-claim.ts';

const post = { thread: 'b', body: '"hello"', at: noon, queued: true, key: 'a@2.0' };

export const sending: readonly StoreClaim[] = [
  claim('what a commit sends is there with its rows', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const begins = [newThread('c', { rows: rows(1, 2), tags: ['t'] })];
    await added(store, { thread: 'a', rows: [row(2)], posts: [post, { ...post, thread: 'c' }], begins });
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'a'), [1, 2]);
    assert.deepEqual(await seqs(kept, 'c'), [1, 2]);
    assert.equal((await kept.threads({ tags: ['t'] })).threads.length, 1);
    for (const thread of ['b', 'c']) {
      const [message, ...others] = await kept.messages(thread);
      assert.deepEqual(others, []);
      const { id, ...facts } = message ?? assert.fail(`Nothing was left for "${thread}".`);
      assert.deepEqual(facts, { ...post, thread, outcome: null });
      assert.equal(await kept.left(thread, post.key), id);
    }
    assert.deepEqual([...(await kept.runnable(noon, 9))].toSorted(), ['a', 'b', 'c']);
  }),

  claim('a commit that is stale sends nothing', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    await isStale(store, { thread: 'a', rows: [row(3)], posts: [post], begins: [newThread('c')] });
    const kept = await again();
    assert.deepEqual(await kept.messages('b'), []);
    assert.equal(await kept.thread('c'), undefined);
  }),

  claim('a commit that sends to a thread that is not there is refused whole', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const posts = [post, { ...post, thread: 'nobody' }];
    const commit = { thread: 'a', fence: 1, rows: [row(2)], posts, begins: [newThread('c')] };
    await isRefused('thread/not-found', () => store.commit(commit));
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'a'), [1]);
    assert.deepEqual(await kept.messages('b'), []);
    assert.equal(await kept.thread('c'), undefined);
  }),

  claim(
    'what is for a thread that may be gone is left where it is there, and for nobody where it is not',
    async ({ store }) => {
      await given(store, 'a');
      await given(store, 'b');
      const posts = [{ ...post, thread: 'nobody', ifThere: true } as const, { ...post, ifThere: true } as const];
      await added(store, { thread: 'a', rows: [row(2)], posts });
      assert.deepEqual([await seqs(store, 'a'), (await store.messages('b')).length], [[1, 2], 1]);
      assert.equal(await store.thread('nobody'), undefined);
    },
  ),

  claim('a commit that begins a thread whose id is taken is refused whole', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    for (const begins of [[newThread('b')], [newThread('c'), newThread('c')]]) {
      const commit = { thread: 'a', fence: 1, rows: [row(2)], posts: [post], begins };
      await isRefused('thread/exists', () => store.commit(commit));
    }
    const kept = await again();
    assert.deepEqual(await seqs(kept, 'a'), [1]);
    assert.deepEqual(await kept.messages('b'), []);
    assert.equal(await kept.thread('c'), undefined);
  }),

  claim('what a thread was sent under a key before is not sent again', async ({ store, again }) => {
    await given(store, 'a');
    await given(store, 'b');
    const id = await store.leave('b', '"before"', noon, true, post.key);
    await added(store, { thread: 'a', rows: [row(2)], posts: [post] });
    const messages = await (await again()).messages('b');
    assert.deepEqual(
      messages.map((message) => [message.id, message.body]),
      [[id, '"before"']],
    );
  }),

  claim('what a commit sends changes the version for those who share its connection', async ({ store }) => {
    await given(store, 'a');
    await given(store, 'b');
    const before = await store.version();
    await added(store, { thread: 'a', rows: [row(2)], posts: [post] });
    assert.notEqual(await store.version(), before);
  }),
];
