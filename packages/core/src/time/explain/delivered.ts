import type { Row, Sent } from '../../advance/state/row.ts';
import { Problem, type ProblemCode } from '../../base/problem/problem.ts';
import type { Problems } from '../../base/problem/problem-facts.ts';
import { decode } from '../../base/value/decode.ts';
import { briefly, readPatiently } from '../../store/ask.ts';
import type { Message, Store } from '../../store/contract/store.ts';

/** What went to another thread with a checkpoint, and what came of it there, or into a side table. */
export interface Delivered extends Sent {
  /**
   * `taken`: the thread took the message. `kept`: it still waits there. `refused`: `why` says the reason. `begun`: the thread is there.
   * `written`: it went into a side table. `gone`: the thread or the message is not there any more.
   */
  readonly outcome: 'taken' | 'kept' | 'refused' | 'begun' | 'gone' | 'written';
  /** Why it was refused, in words. */
  readonly why?: string;
}

/** What went to other threads with a row, and what came of it; undefined where nothing did. */
export async function deliveredOf(store: Store, { note }: Row): Promise<readonly Delivered[] | undefined> {
  const { sent } = note ?? {};
  const patient = readPatiently(store, briefly);
  return sent && Promise.all(sent.map(async (each) => ({ ...each, ...(await whatCameOf(patient, each)) })));
}

async function whatCameOf(store: Store, { type, thread, key }: Sent): Promise<Pick<Delivered, 'outcome' | 'why'>> {
  if (type === 'item') return { outcome: 'written' };
  if (key === undefined) return { outcome: (await store.thread(thread)) === undefined ? 'gone' : 'begun' };
  const id = await store.left(thread, key);
  const message = id === undefined ? undefined : await store.message(id);
  return message === undefined ? { outcome: 'gone' } : outcomeOf(message);
}

function outcomeOf({ outcome }: Message): Pick<Delivered, 'outcome' | 'why'> {
  if (outcome === null) return { outcome: 'kept' };
  const { ok, code, facts } = decode(outcome) as { ok?: true; code: ProblemCode; facts: Problems[ProblemCode] };
  return ok === true ? { outcome: 'taken' } : { outcome: 'refused', why: new Problem(code, facts).message };
}
