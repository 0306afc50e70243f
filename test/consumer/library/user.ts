// A program that knows a library of graphs by its declarations alone.

import { memory, open } from '@cairn/core';
import { asks, keys, whole } from './library.ts';

const services = { mailer: { send: async () => {} }, cache: null, log: () => {} };
const cairn = open({ store: memory(), graphs: [keys, asks, whole], services });

const asked = await cairn.start(asks, {});
await asked.send('say', { text: 'a' });
await asked.answer('approve', true);
// @ts-expect-error: there is no such event
await asked.send('shout', {});
// @ts-expect-error: it takes no text
await asked.answer('approve', 'yes');
// @ts-expect-error: a key has to be given
await cairn.start(whole, {});

const result = await (await cairn.start(keys, { plain: 'a' })).ended();
if (result.status === 'done') {
  const outcome: 'end' = result.outcome;
  const count: number = result.state.count;
  console.log(outcome, count);
}
