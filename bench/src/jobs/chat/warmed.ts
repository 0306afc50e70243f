import type { Given, Measured } from '../../measure/job.ts';

/** So many short conversations warm the code up, as it is in a service that has been at work for a minute. */
const conversations = 20;

/** Measures a conversation, once short ones were held. */
export async function warmed(
  given: Given,
  converse: (given: Given, turns: number) => Promise<Measured>,
): Promise<Measured> {
  for (let count = 0; count < conversations; count++) await converse(given, 100);
  globalThis.gc?.();
  return converse(given, given.size);
}
