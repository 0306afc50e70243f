import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OneAtATime } from '../../src/page/data/one-at-a-time.ts';

/** Lets whatever is ready go on. */
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

test('what changes meanwhile breaks no question off, and the last question begins after the last change', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('change', 'answer')), async (acts) => {
      const open: (() => void)[] = [];
      let changes = 0;
      let seen = 0;
      let asked = 0;
      const asking = new OneAtATime((signal) => {
        expect([signal.aborted, open.length]).toEqual([false, 0]);
        asked += 1;
        seen = changes;
        return new Promise((resolve) => open.push(resolve));
      });
      for (const act of acts) {
        if (act === 'change') {
          changes += 1;
          asking.ask();
        } else open.pop()?.();
        await settled();
      }
      while (open.length > 0) {
        open.pop()?.();
        await settled();
      }
      expect(seen).toBe(changes);
      expect(asked).toBeLessThanOrEqual(1 + acts.filter((act) => act === 'answer').length + 1);
    }),
  );
});

test('what is left is broken off, and asked for no more', async () => {
  let signal: AbortSignal | undefined;
  let asked = 0;
  const asking = new OneAtATime((given) => {
    asked += 1;
    signal = given;
    return new Promise((resolve) => given.addEventListener('abort', () => resolve()));
  });
  asking.ask();
  asking.ask();
  asking.end();
  await settled();
  expect([asked, signal?.aborted]).toEqual([1, true]);
});
