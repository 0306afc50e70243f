import type { AnyGraph, Cairn, Thread } from '@cairn/core';
import type { Given, Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';
import { flat, outer } from './graph.ts';

/** Three nodes as a subgraph that is called again and again, and the same three nodes in one graph, a checkpoint of each. */
export const job: Job = async (given) => {
  const goal = 3 * given.size;
  const inner = await run(given, outer, (cairn) => cairn.start(outer, { goal }));
  const plain = await run(given, flat, (cairn) => cairn.start(flat, { goal }));
  return {
    ...perPiece(inner.duration, 3 * given.size),
    checkpointUs: perPiece(inner.duration, inner.checkpoints)['us'] ?? Number.NaN,
    checkpointUsCpu: perPiece(inner.duration, inner.checkpoints)['usCpu'] ?? Number.NaN,
    flatUs: perPiece(plain.duration, plain.checkpoints)['us'] ?? Number.NaN,
    flatUsCpu: perPiece(plain.duration, plain.checkpoints)['usCpu'] ?? Number.NaN,
    checkpointsPerCall: inner.checkpoints / given.size,
  };
};

async function run(given: Given, graph: AnyGraph, start: (cairn: Cairn) => Promise<Pick<Thread, 'settled'>>) {
  let checkpoints = 0;
  const duration = await repeat(async () => {
    const { cairn, close } = await opened(given, [graph]);
    const took = await timed(async () => {
      const thread = await start(cairn);
      checkpoints = (await thread.settled()).seq;
    });
    await close();
    return took;
  }, given.quick);
  return { duration, checkpoints };
}
