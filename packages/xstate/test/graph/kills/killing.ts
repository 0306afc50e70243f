import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open, type AnyGraph, type Thread } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { expect } from 'vitest';
import { folder } from '../../../../../test/folder.ts';
import { compile, program } from '../../../../../test/program.ts';
import { randomOf } from '../../../../../test/random.ts';
import type { Standing } from '../../../src/engine/engine.ts';
import { comparable } from '../../engine/pair.ts';

/** A machine whose processes are killed. */
export interface Killing {
  /** Works at the machine of a database, and writes into a file what is done outside. */
  readonly program: URL;
  readonly graph: AnyGraph;
  readonly stands: (machine: never) => Standing;
  /** How it ends undisturbed, and all that it does outside. */
  readonly expected: { readonly stands: unknown; readonly effects: readonly string[] };
  readonly kills: number;
  readonly seed: number;
}

/** What came of it. */
export interface Killed {
  readonly deaths: number;
  readonly machines: number;
  /** How often something was done again. */
  readonly again: number;
}

/** So many machines are on their way at once, each in processes of its own. */
const together = 2;
/** Milliseconds that a machine's first process works at most; each further one has 25 more, so that it ends however slow all is. */
const life = 120;

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

/** How a machine ended, to be compared. */
export function endOf({ status, value, context, output }: Readonly<Record<string, unknown>>): unknown {
  return comparable({ status, value, context, output });
}

/** Has a machine run to its end in one process after the other, each killed at some instant. */
async function bake(killing: Killing, random: () => number): Promise<Baked> {
  const { graph } = killing;
  const place = folder();
  const [path, effects] = [join(place, 'cairn.db'), join(place, 'effects')];
  writeFileSync(effects, '');
  const store = sqlite(path);
  const somebody = open({ store, graphs: [graph], drive: false });
  const thread = (await somebody.start(graph, {}, { id: 'bakery' })) as unknown as Sending & Thread;
  await thread.send('OPEN', undefined, { queue: true });
  let deaths = 0;
  for (;;) {
    const child = program(killing.program, [path, effects]);
    // One in eight is killed while it starts; the others at any instant of their work.
    if (random() > 0.125) await child.hears('works');
    await new Promise((resolve) => setTimeout(resolve, random() * (life + 25 * deaths)));
    await child.signal('SIGKILL');
    if ((await store.thread('bakery'))?.status === 'done') break;
    deaths += 1;
    expect(store.integrity()).toEqual([]);
  }
  const { state } = (await thread.ended()) as unknown as { readonly state: { readonly machine: never } };
  const stands = endOf({ ...killing.stands(state.machine) });
  await somebody.close();
  return { deaths, stands, effects: effectsIn(effects) };
}

/** A thread that may be sent anything. */
interface Sending {
  send(event: string, payload: unknown, options: object): Promise<void>;
}

/** Kills processes so many times, and has each machine compared with one that was not disturbed: it ends the same, and does each thing once. */
export async function killed(killing: Killing): Promise<Killed> {
  const { expected, kills, seed } = killing;
  const random = randomOf(seed);
  await compile(
    killing.program,
    ['other.db', 'effects'].map((name) => join(folder(), name)),
  );
  let [deaths, machines, again] = [0, 0, 0];
  const lives = async (): Promise<void> => {
    while (deaths < kills) {
      const { effects, stands, ...baked } = await bake(killing, random);
      deaths += baked.deaths;
      machines += 1;
      expect(stands, `seed ${seed}`).toEqual(expected.stands);
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
  return { deaths, machines, again };
}
