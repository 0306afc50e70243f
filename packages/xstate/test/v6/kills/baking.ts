import { appendFileSync, writeSync } from 'node:fs';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { createDurable } from 'xstate6/durable';
import { fromDurable } from '../../../src/v6.ts';
import { hearing } from '../../graph/kills/emitted.ts';
import { bakery } from './bakery.ts';

/**
 * Works at the bakeries of a database until it is stopped, or killed. What they do, and what who watches hears that they emitted, goes to a file,
 * a line each: what, in which process, and of an action its key.
 */
const [path = '', effects = ''] = process.argv.slice(2);
const tell = (what: string, key = ''): void => appendFileSync(effects, `${what}|${process.pid}|${key}\n`);
const graph = fromDurable('bakery', bakery(tell), {
  createDurable,
  actions: { note: ({ key }, what: string) => tell(`note ${what}`, key) },
});
const onEvent = hearing(tell);
const cairn = open({ store: sqlite(path), graphs: [graph], recover: false, takeovers: 10_000, onEvent });
const worked = cairn.work({ concurrency: 16 });
writeSync(1, 'works\n');
await worked;
await cairn.close();
