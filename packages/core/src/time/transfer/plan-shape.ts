/** What a plan has to be as data, before anything is made of it. */

import type { KeyPlan, NodeKind } from '../../compile/plan.ts';
import {
  anything,
  either,
  listOf,
  number,
  object,
  oneOf,
  recordOf,
  text,
  whole,
  wordIn,
  yes,
  type Shape,
} from './shape.ts';

const handlers: Shape = listOf(object({}, { to: text, label: text, guard: text }));

const rescue: Shape = either(text, listOf(object({ to: text }, { label: text, guard: text })));

const meeting = { then: text, need: either(whole(), oneOf('all'), object({ words: text })) };

const next: Shape = either(
  text,
  object({ cases: listOf(object({ to: text, guard: text }, { label: text })) }, { otherwise: text }),
  object({ among: listOf(text) }),
  object({ ...meeting, all: listOf(object({ to: text, needs: listOf(text) })) }, { onError: rescue }),
  object({ ...meeting, each: text }, { onError: rescue, id: yes, needs: yes }),
);

const timer: Shape = object({ name: text, handlers }, { by: oneOf('in', 'at'), words: text });

const nodeShape: Shape = object(
  { kind: wordIn<NodeKind>({ run: 1, graph: 1, pass: 1, wait: 1, final: 1 }) },
  {
    graph: text,
    verify: yes,
    next,
    on: recordOf(handlers),
    after: listOf(timer),
    onError: rescue,
    retry: object({ attempts: number, backoff: number, factor: number, jitter: number }),
    timeout: number,
    writes: listOf(text),
    share: listOf(text),
  },
);

const kind = wordIn<KeyPlan['kind']>({
  set: 1,
  append: 1,
  sum: 1,
  union: 1,
  merge: 1,
  upsert: 1,
  reduce: 1,
  local: 1,
  transient: 1,
});

const graphShape: Shape = object(
  {
    name: text,
    start: text,
    keys: recordOf(object({ kind }, { by: text })),
    events: recordOf(anything),
    on: recordOf(handlers),
    limits: recordOf(number),
    nodes: recordOf(nodeShape),
  },
  { version: text, questions: recordOf(anything), after: listOf(timer), windows: recordOf(text) },
);

/** A plan as data. */
export const planShape: Shape = object({ name: text, graphs: recordOf(graphShape) }, { version: text });
