/** Whether something is a promise, for which nobody here waits: what it rejects with is heard. */
export function isPromise(given: unknown): given is Promise<unknown> {
  if (!(given instanceof Promise)) return false;
  given.catch(() => undefined);
  return true;
}
