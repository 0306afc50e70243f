import type { Database } from 'better-sqlite3';
import { ends } from '../../measure/ends.ts';
import type { Job } from '../../measure/job.ts';
import { timedBriefly, type Duration } from '../../measure/repeat.ts';
import { drop, freshFile } from '../../measure/scratch.ts';
import { rawFile } from '../raw-file.ts';
import { textOf } from './text.ts';
import { warmed } from './warmed.ts';

/** A row for each message, and one that points to the newest, in one transaction a turn. */
export const job: Job = (given) => warmed(given, converse);

async function converse({ folder }: Parameters<Job>[0], size: number): ReturnType<Job> {
  const file = freshFile(folder);
  const db = rawFile(file);
  const say = sayIn(db);
  const turns: Duration[] = [];
  for (let turn = 0; turn < size; turn++) {
    const message = { role: 'user', text: textOf(turn) };
    turns.push(await timedBriefly(() => say(turn, message)));
  }
  db.close();
  return { ...ends(turns), bytes: drop(file) };
}

function sayIn(db: Database): (turn: number, message: object) => void {
  db.exec(
    'CREATE TABLE message (thread INTEGER, seq INTEGER, time INTEGER, body TEXT, PRIMARY KEY (thread, seq)) WITHOUT ROWID',
  );
  db.exec('CREATE TABLE thread (id INTEGER PRIMARY KEY, head INTEGER, updated INTEGER)');
  db.exec('INSERT INTO thread VALUES (1, 0, 0)');
  const add = db.prepare('INSERT INTO message VALUES (1, ?, ?, ?)');
  const point = db.prepare('UPDATE thread SET head = ?, updated = ? WHERE id = 1');
  return db.transaction((turn: number, message: object) => {
    const now = Date.now();
    add.run(turn, now, JSON.stringify(message));
    point.run(turn, now);
  });
}
