import type { Given, Measured } from '../../measure/job.ts';
import { keepAt } from '../../measure/repeat.ts';

/** How long short conversations are held before, in milliseconds of the processor's time. */
const warmUp = 8_000;

type Converse = (given: Given, turns: number) => Promise<Measured>;

/**
 * Measures a conversation with code that is as warm as in a service that has been at work for a minute.
 *
 * Garbage is collected half way: V8 then gives up the optimized code of classes that no object is left of, and it takes some
 * conversations until that is there again.
 */
export async function warmed(given: Given, converse: Converse): Promise<Measured> {
  const each = given.quick ? 0 : warmUp / 2;
  const short = (): Promise<unknown> => converse(given, 100);
  await keepAt(each, short);
  globalThis.gc?.();
  await keepAt(each, short);
  return converse(given, given.size);
}
