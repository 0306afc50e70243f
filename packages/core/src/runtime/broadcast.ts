import { checkEvent } from '../advance/check-event.ts';
import {
  callable,
  flag,
  listOf,
  mustChoose,
  mustFit,
  name,
  number,
  oneOf,
  signal,
  text,
  type Shapes,
} from '../base/problem/given.ts';
import type { Plan } from '../compile/plan.ts';
import type { Baggage } from '../definition/baggage.ts';
import { ask } from '../store/ask.ts';
import type { ThreadQuery } from '../store/contract/store.ts';
import { statuses } from '../store/contract/thread-list.ts';
import { along } from './environment/along.ts';
import { writeCommand } from './environment/command.ts';
import { mustBeMessageId } from './environment/message-id.ts';
import type { AnyFirstEvent } from './environment/start-options.ts';
import type { Runtime } from './runtime.ts';
import { wakeSentTo } from './wake-sent-to.ts';

/** To whom something is broadcast, and who hears how far it is. */
export interface BroadcastOptions extends Pick<ThreadQuery, 'status' | 'tags' | 'createdAfter' | 'createdBefore'> {
  /** Tells how many threads would have it, and sends nothing. */
  readonly dryRun?: boolean;
  /** Hears from time to time how many threads have it. */
  readonly onProgress?: (broadcast: Broadcast) => void;
  /** A few texts that go along with it to each thread, as with what is sent. */
  readonly context?: Baggage;
  /** Ends it with its reason between two threads when it aborts; called again under its id, it goes on. */
  readonly signal?: AbortSignal;
}

/** How far a broadcast is. */
export interface Broadcast {
  /** Threads that it was left for. */
  readonly sent: number;
  /** Threads that had it before. */
  readonly again: number;
  /** Threads whose records are damaged, so that it is not known whether they are meant. */
  readonly damaged: readonly string[];
}

const shapes: Shapes<BroadcastOptions> = {
  // `along` says what is wrong with it, as it does elsewhere.
  context: { expected: 'texts by name', fits: () => true },
  status: listOf(oneOf(...statuses)),
  tags: listOf(text),
  createdAfter: number,
  createdBefore: number,
  dryRun: flag,
  onProgress: callable,
  signal,
};

/** Threads that may still take something. */
const goingOn = ['running', 'waiting', 'failed'] as const;

/** Leaves an event for each thread that a query chooses: once under its id, however often that is done. */
export async function broadcast(
  runtime: Runtime,
  plan: Plan,
  sending: AnyFirstEvent,
  options: BroadcastOptions,
): Promise<Broadcast> {
  runtime.refuseWhenClosed('broadcast()');
  mustChoose('options', options, shapes);
  mustFit('event', { ...sending, event: sending.event ?? null, id: sending.id ?? null }, { event: name, id: text });
  const { event, payload, id = '' } = sending;
  checkEvent(plan, event, payload);
  mustBeMessageId(plan.name, id);
  const { environment, patience } = runtime;
  const { store, clock, codec } = environment;
  const { dryRun = false, onProgress, signal: ends, context, ...chosen } = options;
  const brings = along({ ...(context !== undefined && { context }) });
  const query = { status: goingOn, ...chosen, graph: plan.name, skipDamaged: true };
  const body = writeCommand({ type: 'event', name: event, payload, ...brings }, codec);
  let [sent, again] = [0, 0];
  const damaged: string[] = [];
  for (let cursor: string | undefined, isOver = false; !isOver; isOver = cursor === undefined) {
    const page = await ask(patience, () => store.threads({ ...query, ...(cursor !== undefined && { cursor }) }));
    const left: string[] = [];
    for (const { id: thread } of page.threads) {
      ends?.throwIfAborted();
      runtime.refuseWhenClosed('broadcast()');
      if ((await ask(patience, () => store.left(thread, id))) !== undefined) again += 1;
      // One that was deleted meanwhile is not meant any more.
      else if (dryRun || (await ask(patience, () => store.leave(thread, body, clock.now(), true, id))) !== undefined) {
        left.push(thread);
      }
    }
    sent += left.length;
    damaged.push(...(page.damaged ?? []));
    if (runtime.options.drive && !dryRun) wakeSentTo(runtime, left);
    onProgress?.({ sent, again, damaged: [...damaged] });
    cursor = page.cursor;
  }
  return { sent, again, damaged };
}
