import type { Job } from '../../measure/job.ts';
import { rawFile } from '../raw-file.ts';
import { fixture } from '../resume/fixture.ts';

/** Writes the states of a thread, one a row. */
export const job: Job = async (given) => {
  const db = rawFile(fixture(given, 'raw'));
  db.exec(
    'CREATE TABLE checkpoint (thread TEXT, seq INTEGER, time INTEGER, node TEXT, state TEXT, PRIMARY KEY (thread, seq)) WITHOUT ROWID',
  );
  const insert = db.prepare('INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?)');
  for (let n = 0; n < given.size; n++)
    insert.run('t', n + 1, Date.now(), 'step', JSON.stringify({ n, goal: given.size - 1 }));
  db.close();
  return {};
};
