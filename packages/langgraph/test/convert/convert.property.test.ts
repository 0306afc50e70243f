import { MemorySaver } from '@langchain/langgraph';
import { InMemoryCache } from '@langchain/langgraph-checkpoint';
import { check, run } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convert } from '../../src/index.ts';
import { built, hintsOf, plans, type Plan } from './random-graphs.ts';

/** What a run comes to: its state, or that two nodes wrote what takes one value. */
interface End {
  readonly values?: unknown;
  readonly error?: string;
}

const conflict = 'INVALID_CONCURRENT_GRAPH_UPDATE';

async function there(plan: Plan): Promise<End> {
  const compiled = built(plan).compile({ checkpointer: new MemorySaver(), cache: new InMemoryCache() });
  const config = { configurable: { thread_id: 't' }, recursionLimit: 100 };
  try {
    return { values: await compiled.invoke({ log: ['in'] }, config) };
  } catch (error) {
    const { lc_error_code: code = String(error) } = error as { readonly lc_error_code?: string };
    return { error: code };
  }
}

async function here(plan: Plan): Promise<End> {
  const { graph } = convert(built(plan), { nodes: hintsOf(plan) });
  expect(check(graph)).toEqual([]);
  const result = await run(graph, { log: ['in'] });
  const { log, steps, last } = result.state;
  const [failed] = result.status === 'failed' ? result.failed : [];
  if (failed?.code === 'state/conflict') return { error: conflict };
  // A join that is not met ends a graph of LangGraph, and stops one here, both in the same state.
  const isLeft = failed === undefined || failed.message.includes('nothing leads there any more');
  return isLeft ? { values: { log, steps, ...(last !== undefined && { last }) } } : { error: failed.message };
}

test('a converted graph comes to what LangGraph comes to', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      fc.pre(isBuildable(plan) && convert(built(plan), { nodes: hintsOf(plan) }).gaps.length === 0);
      expect(await here(plan)).toEqual(await there(plan));
    }),
    { numRuns: 50 },
  );
});

/** LangGraph compiles no graph that has a node which nothing leads to. */
function isBuildable(plan: Plan): boolean {
  try {
    built(plan).compile();
    return true;
  } catch {
    return false;
  }
}
