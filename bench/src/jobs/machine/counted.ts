import type { AnyGraph } from '@cairn/core';
import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';

/** A thread that may be sent anything. */
interface Sending {
  send(event: string): Promise<void>;
}

/** One thread of a graph that takes so many events, each awaited, and is over then. */
export function counted(graph: AnyGraph): Job {
  return async (given) => {
    let bytes = 0;
    const duration = await repeat(async () => {
      const { cairn, close } = await opened(given, [graph]);
      const took = await timed(async () => {
        const thread = await cairn.start(graph, { goal: given.size });
        for (let n = 0; n < given.size; n++) await (thread as unknown as Sending).send('go');
        const { status } = await thread.ended();
        if (status !== 'done') throw new Error(`the thread is ${status}`);
      });
      bytes = await close();
      return took;
    }, given.quick);
    return { ...perPiece(duration, given.size), bytes: bytes / given.size };
  };
}
