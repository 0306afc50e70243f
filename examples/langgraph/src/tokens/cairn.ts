import { graph, memory, open } from '@cairn/core';
import { conversation, model, tokensOf } from '@cairn/langchain';
import { left, right } from './given.ts';

const inner = graph({
  name: 'inner',
  ...conversation,
  start: 'left',
  nodes: {
    left: { run: model(left), next: 'right' },
    right: { run: model(right, { prompt: (s) => s.messages.slice(0, 1) }), next: 'end' },
    end: { final: true },
  },
});

const app = graph({
  name: 'tokens',
  ...conversation,
  start: 'inner',
  nodes: { inner: { graph: inner, share: ['messages'], next: 'end' }, end: { final: true } },
});

export async function play() {
  const thread = await open({ store: memory(), graphs: [app], outputs: 'stored' }).start(app, {
    messages: 'What of tea?',
  });
  const heard: string[] = [];
  for await (const { node, text } of tokensOf(thread.watch({ from: 1 }))) heard.push(`${node}: ${text}`);
  return heard;
}
