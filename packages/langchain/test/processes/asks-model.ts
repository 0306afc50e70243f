import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { asks, chatAt } from '../graphs/asks.ts';

/** Drives the thread that asks a model behind an endpoint, and shows others what that says. */
const [path = '', url = ''] = process.argv.slice(2);
const cairn = open({
  store: sqlite(path),
  graphs: [asks],
  services: { chat: chatAt(url) },
  outputs: 'stored',
  lease: '300ms',
});
await (await cairn.start(asks, { messages: 'Hello' }, { id: 'asked' })).ended();
await cairn.close();
