/** A pattern of each wing, and a graph from configuration, as a consumer writes them: all are exported, so that their declarations are emitted. */
import { activity, defineFromConfig, registry } from '@cairn/config';
import { graph, memory, open, run, type FactsOf } from '@cairn/core';
import {
  approval,
  attempt,
  consensus,
  gate,
  saga,
  segments,
  supervision,
  tasks,
  tiers,
  undoable,
  worker,
} from '@cairn/patterns';
import { z } from 'zod';

const text = z.string();

export const echo = graph({
  name: 'echo',
  state: { said: text },
  start: 'end',
  nodes: { end: { final: true } },
});

export const attempted = attempt({
  name: 'attempted',
  task: text,
  result: text,
  act: ({ tried }) => (tried.length === 0 ? 'once' : 'twice'),
  verify: ({ result }) => (result === 'twice' ? { ok: true } : { ok: false, reason: 'not yet' }),
});

export const guarded = gate({
  name: 'guarded',
  action: z.object({ amount: z.number() }),
  rules: [{ name: 'much', when: ({ amount }) => amount > 100, then: 'refuse' }],
});

export const answered = tiers({
  name: 'answered',
  task: text,
  answer: text,
  accept: 0.5,
  tiers: [
    {
      name: 'echo',
      ask: worker(echo, {
        input: ({ task }: { readonly task: string }) => ({ said: task }),
        output: ({ state }) => ({ answer: state.said, confidence: 1 }),
      }),
    },
  ],
});

export const approved = approval({ name: 'approved', about: text });

export const booked = saga({
  name: 'booked',
  task: text,
  steps: { seat: { result: text, do: ({ task }) => `12A to ${task}`, undo: () => undefined } },
});

export const undone = undoable({
  name: 'undone',
  state: { seat: text.optional() },
  start: 'book',
  nodes: { book: { run: () => ({ seat: '12A' }), undo: () => undefined, next: 'end' }, end: { final: true } },
});

export const planned = tasks({
  name: 'planned',
  goal: text,
  what: text,
  result: text,
  plan: [{ id: 'a', what: 'x' }],
  work: ({ task }) => task.what,
});

export const agreed = consensus({
  name: 'agreed',
  task: text,
  stance: z.enum(['yes', 'no']),
  reviewers: { ada: () => ({ stance: 'yes' }) },
});

export const supervised = supervision({
  name: 'supervised',
  goal: text,
  brief: text,
  result: text,
  workers: { one: ({ task }) => task.brief },
  plan: ({ goal }) => [{ id: 'a', worker: 'one', brief: goal }],
});

export const written = segments({
  name: 'written',
  task: text,
  agents: { logs: { writes: { since: z.number() }, work: () => ({ since: 14 }) } },
});

const known = registry({
  activities: { greet: activity({ state: { name: text }, run: (s) => ({ name: `Hello ${s.name}` }) }) },
});

export const configured = defineFromConfig(
  'name: greeting\nstate: { name: string }\nstart: greet\nnodes:\n  greet: { run: greet, next: end }\n  end: { final: true }\n',
  known,
);

export const stance: FactsOf<typeof agreed>['state']['stance'] = 'yes';

const ends: string[] = [];
const end = ({ status, ...rest }: { readonly status: string; readonly outcome?: string }): void =>
  void ends.push(rest.outcome ?? status);
end(await run(attempted, { task: 't' }));
end(await run(guarded, { action: { amount: 5 } }));
end(await run(answered, { task: 't' }));
end(await run(booked, { task: 'Oslo' }));
end(await run(undone, {}));
end(await run(planned, { goal: 'g' }));
end(await run(agreed, { task: 't' }));
end(await run(supervised, { goal: 'g' }));
end(await run(written, { task: 't' }));

const cairn = open({ store: memory(), graphs: [approved, configured] });
const thread = await cairn.start(approved, { about: 'a book' });
await thread.settled();
await thread.send('approve', { by: 'ada' });
end(await thread.ended());
end(await (await cairn.start(configured, { name: 'Ada' })).ended());
await cairn.close();
console.log(ends.join(' '));
