/** Does a number of pieces of work, so many at a time, and says how long each took, in milliseconds. */
export async function crowd(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const began = performance.now();
      await work(index);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return times;
}

/** Lets the others of a crowd go on. */
export function othersTurn(): Promise<void> {
  return Promise.resolve();
}
