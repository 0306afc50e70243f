import type { Statement } from 'better-sqlite3';

type Values = readonly unknown[];

const line = (of: Values): object => ({
  number: of[0],
  floor: of[1],
  reached: of[2],
  origin: of[3],
  origin_seq: of[4],
  hidden: of[5],
});

const snapshot = (of: Values): object => ({ id: of[0], body: of[1], sum: of[2] });

const plan = (of: Values): object => ({ graph: of[0], body: of[1], sum: of[2] });

/** In the order of the columns of `sql.ts`. */
const thread = (of: Values): object => ({
  number: of[0],
  id: of[1],
  graph: of[2],
  fingerprint: of[3],
  status: of[4],
  due: of[5],
  head: of[6],
  created: of[7],
  updated: of[8],
  fence: of[9],
  owner: of[10],
  takeovers: of[11],
  seen: of[12],
  floor: of[13],
  reached: of[14],
  tags: of[15],
  origin: of[16],
  origin_id: of[17],
  origin_seq: of[18],
  summary: of[19],
  sum: of[20],
});

const owned = (of: Values): object => Object.assign(thread(of), { alive: of[21] });

/**
 * How a row is made of its values, by the name of the statement: those that a file is opened and read with. Left to
 * better-sqlite3, each would have a function compiled for it, which takes a quarter as long as to prepare and ask it.
 */
const made: Readonly<Record<string, (values: Values) => object>> = {
  line,
  lineOf: line,
  snapshot,
  plan,
  thread,
  owned,
};

/** A statement that gives rows by the names of their columns. */
export function withRows(name: string, statement: Statement): Statement {
  const row = made[name];
  if (row === undefined) return statement;
  const bare = statement.raw() as Statement<unknown[], Values>;
  const { database } = statement;
  return {
    readonly: true,
    database,
    get(...given: unknown[]) {
      const values = bare.get(...given);
      return values && row(values);
    },
  } as Statement;
}
