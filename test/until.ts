/** Resolves when a condition holds; looks again and again, and gives up after a while. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`after ${seconds} seconds it still did not hold that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
