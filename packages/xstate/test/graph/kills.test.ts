import { createActor, toPromise, type AnyActorRef } from 'xstate';
import { expect, test } from 'vitest';
import { fromXState, xstateEngine } from '../../src/index.ts';
import { bakery } from './kills/bakery.ts';
import { emittedText } from './kills/emitted.ts';
import { endOf, killed } from './kills/killing.ts';

const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_129);
const kills = Number(process.env['CAIRN_KILLS'] ?? 40);

/** What `createActor` comes to, and all that it does outside. */
async function undisturbed(): Promise<{ stands: unknown; effects: readonly string[] }> {
  const effects: string[] = [];
  const actor = createActor(bakery((what) => effects.push(what)));
  actor.on('*', (event) => effects.push(emittedText('', event)));
  actor.start();
  for (const name of ['ada', 'bob']) {
    const helper = actor.system.get(name) as AnyActorRef;
    helper.on('*', (event: { readonly type: string }) => effects.push(emittedText(name, event)));
  }
  actor.send({ type: 'OPEN' });
  await toPromise(actor);
  return { stands: endOf({ ...actor.getSnapshot() }), effects: effects.toSorted() };
}

test(`machines whose processes are killed ${kills} times end as with createActor, do each thing once, and show what they emit`, async () => {
  const machine = bakery(() => undefined);
  const expected = await undisturbed();
  const came = await killed({
    program: new URL('kills/baking.ts', import.meta.url),
    graph: fromXState('bakery', machine),
    stands: (state) => xstateEngine(machine).stands(state),
    expected,
    kills,
    seed,
  });
  expect(came.deaths).toBeGreaterThanOrEqual(kills);
  if (process.env['CAIRN_KILLS'] !== undefined) console.log({ ...came, each: expected.effects.length });
}, 900_000);
