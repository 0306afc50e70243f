import { advance } from '../advance/advance.ts';
import { checkEvent } from '../advance/check-event.ts';
import { emptySnapshot } from '../advance/state/snapshot.ts';
import { problem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import type { Brings } from '../store/store.ts';
import { writeCommand, type Command } from './environment/command.ts';
import { newId } from './environment/ids.ts';
import { give, mustBeMessageId } from './mailbox.ts';
import type { Runtime } from './runtime.ts';
import { mustBeSameStart } from './same-start.ts';
import { startOf } from './start-input.ts';
import type { AnyFirstEvent } from './start-options.ts';

/** What a thread is started with. */
export interface Starting {
  readonly input: unknown;
  readonly tags: readonly string[];
  /** When it begins, in milliseconds since 1970; at once by default. */
  readonly at?: number | undefined;
  /** What it is sent as it is started. */
  readonly send?: AnyFirstEvent | undefined;
  /** Ends the wait for what comes of what it is sent. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Creates a thread, and drives it where threads are driven; whether it did. Resolves when it is on disk, or when the same start is
 * there already. What goes with it is there with the thread, or is left for the one that is there, and is given like what is sent.
 */
export async function startThread(
  runtime: Runtime,
  plan: Plan,
  id: string,
  { input, tags, at, send, signal }: Starting,
): Promise<boolean> {
  runtime.refuseWhenClosed('start()');
  checkTags(tags);
  const first = send && firstCommand(plan, id, send);
  const { codec, clock } = runtime.environment;
  const now = clock.now();
  const start = { ...startOf(plan, input, codec), ...(at !== undefined && { at }) };
  const { snapshot, rows, refused } = advance(plan, emptySnapshot(id), start, { now, codec });
  if (refused !== undefined) throw refused;
  const brings = first && bringing({ body: writeCommand(first.command, codec), at: now, queued: true, key: first.key });
  const born = { id, created: now, tags, origin: null, ...(brings && { brings }) };
  const isNew = await runtime.making.add(runtime.begin(plan, born, { rows, snapshot }));
  if (!isNew) await mustBeSameStart(runtime.environment, plan, await runtime.record(id), rows[0]);
  if (first !== undefined)
    await give(runtime, id, first.command, { queue: true, id: send?.id, key: first.key, signal });
  return isNew;
}

/** The event that goes with a start, and the key that it is found under again. */
function firstCommand(
  plan: Plan,
  thread: string,
  { event, payload, id }: AnyFirstEvent,
): { readonly command: Command; readonly key: string } {
  checkEvent(plan, event, payload);
  mustBeMessageId(thread, id);
  return { command: { type: 'event', name: event, payload }, key: id ?? `@${newId()}` };
}

function bringing(message: Brings['messages'][number]): Brings {
  return { first: 1, updated: message.at, more: [], messages: [message] };
}

/** Refuses what no list could show, whatever the types say: a problem `value/invalid`. */
function checkTags(tags: unknown): void {
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return;
  throw problem('value/invalid', { path: 'tags', issues: [{ path: 'tags', message: 'Expected a list of texts.' }] });
}
