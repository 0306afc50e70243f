import { Command, entrypoint, interrupt, MemorySaver, task } from '@langchain/langgraph';
import { ask } from './given.ts';

const write = task('write', async (topic: string) => ask(`Write about ${topic}`));
const improve = task('improve', async (text: string) => ask(`Improve: ${text}`));

const essay = entrypoint({ name: 'essay', checkpointer: new MemorySaver() }, async ({ topic }: { topic: string }) => {
  const drafts = [await write(topic)];
  while (interrupt<string, boolean>(drafts.at(-1) ?? '')) drafts.push(await improve(drafts.at(-1) ?? ''));
  return { topic, drafts };
});

export async function play() {
  const config = { configurable: { thread_id: 'tea' } };
  await essay.invoke({ topic: 'tea' }, config);
  await essay.invoke(new Command({ resume: true }), config);
  return essay.invoke(new Command({ resume: false }), config);
}
