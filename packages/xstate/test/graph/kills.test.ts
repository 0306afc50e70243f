import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { createActor, toPromise } from 'xstate';
import { expect, test } from 'vitest';
import { folder } from '../../../../test/folder.ts';
import { compile, program } from '../../../../test/program.ts';
import { randomOf } from '../../../../test/random.ts';
import { fromXState, xstateEngine } from '../../src/index.ts';
import { comparable } from '../engine/pair.ts';
import { bakery } from './kills/bakery.ts';

const baking = new URL('kills/baking.ts', import.meta.url);
const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_129);
const kills = Number(process.env['CAIRN_KILLS'] ?? 40);
/** So many machines are on their way at once, each in processes of its own. */
const together = 2;
/** Milliseconds that a machine's first process works at most; each further one has 25 more, so that it ends however slow all is. */
const life = 120;

/** What `createActor` comes to, and all that it does outside. */
async function undisturbed(): Promise<{ stands: unknown; effects: readonly string[] }> {
  const effects: string[] = [];
  const actor = createActor(bakery((what) => effects.push(what)));
  actor.start();
  actor.send({ type: 'OPEN' });
  await toPromise(actor);
  const { status, value, context, output } = actor.getSnapshot();
  return { stands: comparable({ status, value, context, output }), effects: effects.toSorted() };
}

interface Effect {
  readonly what: string;
  readonly process: string;
  readonly key: string;
}

function effectsIn(path: string): readonly Effect[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [what = '', by = '', key = ''] = line.split('|');
      return { what, process: by, key };
    });
}

/** How many processes of a machine died, how it ended, and what it did outside. */
interface Baked {
  readonly deaths: number;
  readonly stands: unknown;
  readonly effects: readonly Effect[];
}

/** Has a machine run to its end in one process after the other, each killed at some instant. */
async function bake(random: () => number): Promise<Baked> {
  const place = folder();
  const [path, effects] = [join(place, 'cairn.db'), join(place, 'effects')];
  writeFileSync(effects, '');
  const machine = bakery(() => undefined);
  const graph = fromXState('bakery', machine);
  const store = sqlite(path);
  const somebody = open({ store, graphs: [graph], drive: false });
  const thread = await somebody.start(graph, {}, { id: 'bakery' });
  await thread.send('OPEN', undefined, { queue: true });
  let deaths = 0;
  for (;;) {
    const child = program(baking, [path, effects]);
    // One in eight is killed while it starts; the others at any instant of their work.
    if (random() > 0.125) await child.hears('works');
    await new Promise((resolve) => setTimeout(resolve, random() * (life + 25 * deaths)));
    await child.signal('SIGKILL');
    if ((await store.thread('bakery'))?.status === 'done') break;
    deaths += 1;
    expect(store.integrity()).toEqual([]);
  }
  const { state } = await thread.ended();
  const { status, value, context, output } = xstateEngine(machine).stands(state.machine);
  await somebody.close();
  return { deaths, stands: comparable({ status, value, context, output }), effects: effectsIn(effects) };
}

test(`machines whose processes are killed ${kills} times end as with createActor, and do each thing once`, async () => {
  const expected = await undisturbed();
  const random = randomOf(seed);
  await compile(
    baking,
    ['other.db', 'effects'].map((name) => join(folder(), name)),
  );
  let [deaths, machines, again] = [0, 0, 0];
  const lives = async (): Promise<void> => {
    while (deaths < kills) {
      const baked = await bake(random);
      deaths += baked.deaths;
      machines += 1;
      const { effects } = baked;
      expect(baked.stands, `seed ${seed}`).toEqual(expected.stands);
      const whats = new Set(effects.map(({ what }) => what));
      expect([...whats].toSorted(), `seed ${seed}`).toEqual(expected.effects);
      again += effects.length - whats.size;
      for (const what of whats) {
        const each = effects.filter((effect) => effect.what === what);
        // What is done again is done by another process, under the same key.
        expect(new Set(each.map((effect) => effect.process)).size, `${what}, seed ${seed}`).toBe(each.length);
        expect(new Set(each.map(({ key }) => key)).size, `${what}, seed ${seed}`).toBe(1);
      }
    }
  };
  await Promise.all(Array.from({ length: together }, lives));
  if (process.env['CAIRN_KILLS'] !== undefined) console.log({ deaths, machines, again, each: expected.effects.length });
}, 900_000);
