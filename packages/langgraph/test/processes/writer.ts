import { writeSync } from 'node:fs';
import { sqlite } from '@cairn/sqlite';
import { CairnSaver } from '../../src/index.ts';
import { about, at, checkpoint } from '../checkpoint.ts';
import { idBy, said } from './said.ts';

/**
 * Puts checkpoints of its own to a thread that others may write to as well, each with one text more than the one before; one that
 * drops takes the whole thread away now and then. Tells the number of each once it is in.
 */
const [path = '', name = '', count = '', drops = ''] = process.argv.slice(2);
const saver = new CairnSaver(sqlite(path));
let before: string | undefined;
for (let number = 1; number <= Number(count); number += 1) {
  const id = idBy(name, number);
  const values = { list: said(name, number), fixed: 'the same '.repeat(40) };
  const put = { ...checkpoint(id, values), channel_versions: { list: number, fixed: 1 } };
  await saver.put(
    at('shared', before),
    put,
    about,
    before === undefined ? { list: number, fixed: 1 } : { list: number },
  );
  await saver.putWrites(at('shared', id), [['list', said(name, number + 1).at(-1)]], `task of ${name}`);
  if (drops === 'drops' && number % 40 === 0) await saver.deleteThread('shared');
  if (drops === 'prunes' && number % 25 === 0) await saver.prune(['shared'], { keep: 12 });
  before = id;
  writeSync(1, `${number}\n`);
}
