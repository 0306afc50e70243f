// Starts threads by the same ids as others do at the same time: says for each whether it may.

import { graph, isProblem, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { z } from 'zod';

const [, , path = '', count = '0', input = ''] = process.argv;

const greeting = graph({
  name: 'greeting',
  state: { name: z.string(), said: z.string().optional() },
  start: 'greet',
  nodes: { greet: { run: (s) => ({ said: `hello ${s.name}` }), next: 'end' }, end: { final: true } },
});

const cairn = open({ store: sqlite(path), graphs: [greeting] });
console.log('ready');
process.stdin.once('data', () => void startAll());

async function startAll(): Promise<void> {
  const outcomes = await Promise.all(Array.from({ length: Number(count) }, (_, index) => start(`t${index}`)));
  console.log(`outcomes ${JSON.stringify(outcomes)}`);
  await cairn.close();
  process.exit(0);
}

async function start(id: string): Promise<string> {
  try {
    const thread = await cairn.start(greeting, { name: input }, { id });
    return (await thread.ended()).status;
  } catch (error) {
    return isProblem(error) ? error.code : String(error);
  }
}
