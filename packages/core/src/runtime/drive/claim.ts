import { ask, type Patience } from '../../store/ask.ts';
import type { Soon, ThreadRecord } from '../../store/contract/store.ts';
import type { Found, Take } from '../../store/contract/take.ts';
import type { Environment } from '../environment/environment.ts';

/** Claims a thread for this runtime; `force` takes it from a living owner too. What may pass is waited for. */
export function claim(
  { store, owner, leases }: Environment,
  thread: string,
  patience: Patience,
  force = false,
): Soon<ThreadRecord | 'busy' | undefined> {
  return ask(patience, async (isAgain) => {
    // What failed may have taken it all the same.
    const isOurs = isAgain && (await store.thread(thread))?.owner === owner;
    return store.claim(thread, owner, leases.now(), force || isOurs);
  });
}

/** Takes a thread for this runtime and reads it, where that may be. What may pass is waited for. */
export function take(
  { store, owner, leases }: Environment,
  thread: string,
  terms: Omit<Take, 'owner' | 'now'>,
  patience: Patience,
): Soon<Found | undefined> {
  return ask(patience, async (isAgain) => {
    // What failed may have taken it all the same.
    const isOurs = isAgain && (await store.thread(thread))?.owner === owner;
    return store.take(thread, { ...terms, owner, now: leases.now(), force: terms.force === true || isOurs });
  });
}
