import type { Measured } from '../../measure/job.ts';

/** Says when its imports were there, when its first node had run, and what memory it has. */
const say = (imports: string, work: string): string => `
${imports}
const imported = performance.now();
const { rss } = process.memoryUsage();
${work}
const first = performance.now();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ imported, first, cpu: (user + system) / 1000, rss }));
`;

const cairn = `const cold = graph({
  name: 'cold',
  state: { n: sum() },
  start: 'step',
  nodes: { step: { run: () => ({ n: 1 }), next: 'end' }, end: { final: true } },
});`;

const langgraph = `const cold = new StateGraph(Annotation.Root({ n: Annotation() }))
  .addNode('step', () => ({ n: 1 })).addEdge(START, 'step').addEdge('step', END)`;

/** Programs that run one node and end, by name; the first argument is a path for a database. */
export const programs: Readonly<Record<string, string>> = {
  node: say('', ''),
  raw: say(
    `import Sqlite from 'better-sqlite3';`,
    `const db = new Sqlite(process.argv[2]);
     db.pragma('journal_mode = WAL');
     db.exec('CREATE TABLE cold (n INTEGER)');
     db.prepare('INSERT INTO cold VALUES (1)').run();`,
  ),
  xstate: say(
    `import { assign, createActor, createMachine } from 'xstate';`,
    `const step = { target: 'end', actions: assign({ n: 1 }) };
     const machine = createMachine({
       context: { n: 0 },
       initial: 'step',
       states: { step: { on: { go: step } }, end: { type: 'final' } },
     });
     createActor(machine).start().send({ type: 'go' });`,
  ),
  langgraph: say(
    `import { Annotation, END, START, StateGraph } from '@langchain/langgraph';`,
    `${langgraph}.compile();
     await cold.invoke({ n: 0 });`,
  ),
  'langgraph-sqlite': say(
    `import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
     import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';`,
    `${langgraph}.compile({ checkpointer: SqliteSaver.fromConnString(process.argv[2]) });
     await cold.invoke({ n: 0 }, { configurable: { thread_id: 't' } });`,
  ),
  cairn: say(`import { graph, run, sum } from '@cairn/core';`, `${cairn} await run(cold);`),
  'cairn-sqlite': say(
    `import { graph, open, sum } from '@cairn/core';
     import { sqlite } from '@cairn/sqlite';`,
    `${cairn}
     const thread = await open({ store: sqlite(process.argv[2]), graphs: [cold] }).start(cold);
     await thread.settled();`,
  ),
};

/** What each of them needs to be installed. */
export const installs: Readonly<Record<string, readonly string[]>> = {
  node: [],
  raw: ['better-sqlite3'],
  xstate: ['xstate'],
  langgraph: ['@langchain/langgraph', '@langchain/core'],
  'langgraph-sqlite': ['@langchain/langgraph', '@langchain/core', '@langchain/langgraph-checkpoint-sqlite'],
  cairn: ['@cairn/core'],
  'cairn-sqlite': ['@cairn/core', '@cairn/sqlite'],
};

/** What a program says of itself. */
export type Said = Measured & Readonly<Record<'imported' | 'first' | 'cpu' | 'rss', number>>;
