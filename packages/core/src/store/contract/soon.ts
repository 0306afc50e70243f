import type { Soon } from './store.ts';

/** What follows from an answer of a store: at once where that is there, which takes no promise, else once it is. */
export function soon<From, To>(given: Soon<From>, then: (value: From) => Soon<To>): Soon<To> {
  return given instanceof Promise ? given.then(then) : then(given);
}
