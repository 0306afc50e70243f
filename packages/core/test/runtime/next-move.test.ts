import { expect, test } from 'vitest';
import { nextMove, type Move } from '../../src/runtime/drive/next-move.ts';

const bits = [false, true] as const;
const statuses = ['running', 'waiting', 'done', 'failed', 'cancelled'] as const;

const situations = bits.flatMap((mustLetGo) =>
  bits.flatMap((hasInput) => statuses.map((status) => ({ mustLetGo, hasInput, status }))),
);

/** What a driver does, told the other way round: each move with all that must hold for it. */
const holds: { readonly [Each in Move]: (situation: (typeof situations)[number]) => boolean } = {
  'let-go': ({ mustLetGo }) => mustLetGo,
  take: ({ mustLetGo, hasInput }) => !mustLetGo && hasInput,
  sleep: ({ mustLetGo, hasInput, status }) => !mustLetGo && !hasInput && status === 'running',
  rest: ({ mustLetGo, hasInput, status }) => !mustLetGo && !hasInput && status !== 'running',
};

test.each(situations)('in any situation exactly one move follows: %j', (situation) => {
  const moves = (Object.keys(holds) as Move[]).filter((move) => holds[move](situation));
  expect(moves).toEqual([nextMove(situation)]);
});
