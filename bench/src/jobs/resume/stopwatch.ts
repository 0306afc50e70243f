/** Microseconds that something takes. */
export async function microseconds(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return 1_000 * (performance.now() - began);
}
