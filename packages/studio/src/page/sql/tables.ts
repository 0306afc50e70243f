/** A table of a file of Cairn, and what stands in it. */
export interface Table {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly { readonly name: string; readonly about: string }[];
}

function columnsOf(said: Readonly<Record<string, string>>): Table['columns'] {
  return Object.entries(said).map(([name, about]) => ({ name, about }));
}

/** The tables that questions are asked of. Times are milliseconds since 1970; `checkpoint.thread` and others are `thread.number`. */
export const tables: readonly Table[] = [
  {
    name: 'thread',
    about: 'one row a thread',
    columns: columnsOf({
      number: 'what other tables call it',
      id: 'its id',
      graph: 'the name of its graph',
      fingerprint: 'the version that it last ran with',
      status: 'running, waiting, done, failed, cancelled',
      due: 'when it goes on by itself',
      created: 'when it was started',
      updated: 'when something happened to it last',
      owner: 'the process that has it',
      origin_id: 'the thread that it was forked from',
      origin_seq: 'the last checkpoint that they share',
      tags: 'a list, as JSON',
      summary: 'where it is or what came of it, as JSON',
    }),
  },
  {
    name: 'checkpoint',
    about: 'the log: one row for all that happened',
    columns: columnsOf({
      thread: 'whose it is',
      seq: 'its number in that thread',
      time: 'when it was',
      lane: 'the lane that it is of',
      cause: 'done, event, timer, error, answer, edit, …',
      '"from"': 'the node that was left',
      '"to"': 'the node that was come to',
      phase: 'what the lane does then',
      label: 'the event, the guard, the step',
      changes: 'what it changed of the state, as JSON',
      detail: 'more of it, as JSON',
    }),
  },
  { name: 'tag', about: 'tags of threads', columns: columnsOf({ tag: 'the tag', thread: 'whose it is' }) },
  {
    name: 'message',
    about: 'what was left for threads',
    columns: columnsOf({
      thread: 'whom it is for',
      body: 'what it is, as JSON',
      at: 'from when on',
      outcome: 'what came of it',
    }),
  },
  {
    name: 'owner',
    about: 'processes that have threads',
    columns: columnsOf({ id: 'its id', until: 'until when it is heard of', pid: 'the process', host: 'the machine' }),
  },
  {
    name: 'plan',
    about: 'versions of graphs',
    columns: columnsOf({ fingerprint: 'of the version', graph: 'its name', body: 'the graph, as JSON' }),
  },
];

/** Queries that answer what is asked often. */
export const usual: Readonly<Record<string, string>> = {
  'Threads by graph and status':
    'SELECT graph, status, count(*) AS threads\nFROM thread\nGROUP BY graph, status\nORDER BY graph, threads DESC',
  'Longest logs':
    'SELECT t.id, t.graph, count(*) AS checkpoints\nFROM checkpoint c JOIN thread t ON t.number = c.thread\nGROUP BY t.number\nORDER BY checkpoints DESC\nLIMIT 20',
  'Nodes that fail':
    "SELECT t.graph, c.\"from\" AS node, count(*) AS failures, max(datetime(c.time / 1000, 'unixepoch')) AS last\nFROM checkpoint c JOIN thread t ON t.number = c.thread\nWHERE c.cause = 'error'\nGROUP BY t.graph, node\nORDER BY failures DESC",
  'What happened in the last hour':
    'SELECT datetime(c.time / 1000, \'unixepoch\') AS at, t.id, c.seq, c.cause, c."from", c."to"\nFROM checkpoint c JOIN thread t ON t.number = c.thread\nWHERE c.time > (unixepoch() - 3600) * 1000\nORDER BY c.time DESC\nLIMIT 200',
};
