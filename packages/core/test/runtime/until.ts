/** Resolves when a condition holds, turn after turn of the event loop. */
export async function until(what: string, holds: () => boolean, turns = 1_000): Promise<void> {
  for (let turn = 0; !holds(); turn += 1) {
    if (turn >= turns) throw new Error(`after ${turns} turns it still did not hold that ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
