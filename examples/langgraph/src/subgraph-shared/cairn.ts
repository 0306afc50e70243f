import { graph, run } from '@cairn/core';
import { conversation, model } from '@cairn/langchain';
import { clerk, critic, poet } from './given.ts';

const poem = graph({
  name: 'poem',
  ...conversation,
  start: 'write',
  nodes: {
    write: { run: model(poet), next: 'criticise' },
    criticise: { run: model(critic), next: 'mend' },
    mend: { run: model(poet), next: 'end' },
    end: { final: true },
  },
});

const app = graph({
  name: 'app',
  ...conversation,
  start: 'greet',
  nodes: {
    greet: { run: model(clerk), next: 'poem' },
    poem: { graph: poem, share: ['messages'], next: 'close' },
    close: { run: model(clerk), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { messages: 'Hello' })).state;
}
