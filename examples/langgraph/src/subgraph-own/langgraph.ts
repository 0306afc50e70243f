import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { price } from './given.ts';

const Quote = Annotation.Root({ wanted: Annotation<string>(), cents: Annotation<number>() });

const quote = new StateGraph(Quote)
  .addNode('look', ({ wanted }) => ({ cents: price(wanted) }))
  .addNode('discount', ({ cents }) => ({ cents: cents * 0.8 }))
  .addNode('tax', ({ cents }) => ({ cents: cents * 1.25 }))
  .addEdge(START, 'look')
  .addEdge('look', 'discount')
  .addEdge('discount', 'tax')
  .addEdge('tax', END)
  .compile();

const Order = Annotation.Root({ item: Annotation<string>(), bill: Annotation<string>(), sent: Annotation<boolean>() });

export const order = new StateGraph(Order)
  .addNode('check', ({ item }) => ({ item: item.trim() }))
  .addNode('quote', async ({ item }) => {
    const { cents } = await quote.invoke({ wanted: item });
    return { bill: `${item}: ${cents}` };
  })
  .addNode('send', () => ({ sent: true }))
  .addEdge(START, 'check')
  .addEdge('check', 'quote')
  .addEdge('quote', 'send')
  .addEdge('send', END)
  .compile();

export async function play() {
  return order.invoke({ item: ' cup' });
}
