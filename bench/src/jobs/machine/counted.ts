import type { AnyGraph } from '@cairn/core';
import type { Job } from '../../measure/job.ts';
import { perPiece, repeat, timed, type Duration } from '../../measure/repeat.ts';
import { opened } from '../opened.ts';

/** A thread that may be sent anything. */
interface Sending {
  send(event: string): Promise<void>;
}

/** How many events a process takes before any is counted: V8 is still at work on what a macrostep passes until then. */
const before = 20_000;

/** One thread of a graph that takes so many events, each awaited, and is over then. */
export function counted(graph: AnyGraph): Job {
  return async (given) => {
    let bytes = 0;
    const once = async (): Promise<Duration> => {
      const { cairn, close } = await opened(given, [graph]);
      const took = await timed(async () => {
        const thread = await cairn.start(graph, { goal: given.size });
        for (let n = 0; n < given.size; n++) await (thread as unknown as Sending).send('go');
        const { status } = await thread.ended();
        if (status !== 'done') throw new Error(`the thread is ${status}`);
      });
      bytes = await close();
      return took;
    };
    if (!given.quick) for (let events = 0; events < before; events += given.size) await once();
    const duration = await repeat(once, given.quick);
    return { ...perPiece(duration, given.size), bytes: bytes / given.size };
  };
}
