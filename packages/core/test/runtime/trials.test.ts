import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Trials } from '../../src/runtime/own/trials.ts';

/** A thread in a world where processes die. */
interface Suspect {
  readonly id: string;
  readonly isPoison: boolean;
  takeovers: number;
  owner: string | null;
  state: 'left' | 'done' | 'failed';
}

/** Processes that die of poison, one after another, until nothing is left; gives how it ended for each thread. */
function outlived(suspects: readonly Suspect[], most: number, concurrency: number, order: readonly number[]): number {
  let deaths = 0;
  for (let turn = 0; suspects.some(({ state }) => state === 'left'); turn += 1) {
    expect(turn).toBeLessThan(10_000);
    const owner = `process ${turn}`;
    const trials = new Trials(owner, most);
    const driven: Suspect[] = [];
    const waiting = suspects.filter(({ state }) => state === 'left');
    waiting.sort((left, right) => (order[Number(left.id)] ?? 0) - (order[Number(right.id)] ?? 0));
    let died = false;
    while (!died && waiting.length > 0) {
      const left: Suspect[] = [];
      for (const suspect of waiting.splice(0)) {
        if (driven.length >= concurrency || !trials.giveRoomTo(suspect)) left.push(suspect);
        else driven.push(taken(suspect, owner, trials));
      }
      waiting.push(...left);
      for (const suspect of driven) if (suspect.takeovers > most) suspect.state = 'failed';
      const isDeadly = driven.some(({ isPoison, state }) => isPoison && state === 'left');
      died = isDeadly;
      if (isDeadly) deaths += 1;
      for (const suspect of driven.splice(0)) {
        if (isDeadly) continue;
        // It got somewhere, and is free of suspicion.
        if (suspect.state === 'left') suspect.state = 'done';
        trials.end(suspect.id);
      }
    }
  }
  return deaths;
}

function taken(suspect: Suspect, owner: string, trials: Trials): Suspect {
  if (suspect.owner !== null) suspect.takeovers += 1;
  suspect.owner = owner;
  trials.begin(suspect.id, suspect);
  return suspect;
}

test('a poison thread is given up in the end, and none of its neighbours', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.nat({ max: 39 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 32 }),
      fc.array(fc.integer(), { minLength: 40, maxLength: 40 }),
      (count, poison, most, concurrency, order) => {
        const suspects = Array.from({ length: count }, (_, index): Suspect => {
          return { id: `${index}`, isPoison: index === poison, takeovers: 0, owner: null, state: 'left' };
        });
        outlived(suspects, most, concurrency, order);
        for (const { id, isPoison, state } of suspects) expect([id, state]).toEqual([id, isPoison ? 'failed' : 'done']);
      },
    ),
    { seed: 20_261_128, numRuns: 300 },
  );
});

test('threads whose owner died once are all taken up at once, and the oftener that was so the fewer', () => {
  const share = (takeovers: number): number => {
    const trials = new Trials('me', 5);
    let room = 0;
    while (room < 100 && trials.giveRoomTo({ id: `${room}`, owner: 'dead', takeovers: takeovers - 1 })) room += 1;
    return room;
  };
  expect([1, 2, 3, 4, 5, 6].map(share)).toEqual([100, 8, 4, 2, 1, 100]);
});
