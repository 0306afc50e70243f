/** What the parts of an exported thread have to be, before anything is made of them. */

import type { WhenLeft } from '../../definition/starting.ts';
import { causes } from '../../advance/state/causes.ts';
import type { Entry } from '../../advance/state/entries.ts';
import type { Cause, Note, Opened, Phase, Sent } from '../../advance/state/row.ts';
import type { Status } from '../../advance/status.ts';
import { isTableName } from '../../store/contract/accept-items.ts';
import { changesShape, openingShape, record, sealedOr } from './change-shapes.ts';
import {
  anything,
  either,
  listOf,
  nothing,
  number,
  object,
  oneOf,
  recordOf,
  text,
  time,
  whole,
  wordIn,
  yes,
  type Shape,
} from './shape.ts';

const phase = wordIn<Phase>({
  running: 1,
  verifying: 1,
  waiting: 1,
  backoff: 1,
  suspended: 1,
  open: 1,
  passing: 1,
  queued: 1,
  closed: 1,
  failed: 1,
});

const cause = wordIn<Cause>(causes);

const openedBy = wordIn<Opened['by']>({ all: 1, each: 1, graph: 1 });

const sentType = wordIn<Sent['type']>({ event: 1, answer: 1, start: 1, item: 1 });

const optionalText = either(nothing, text);

const origin: Shape = either(nothing, object({ thread: text, seq: whole(1) }));

/** What is told of the thread itself. */
export const headerShape: Shape = object(
  {
    id: text,
    graph: text,
    fingerprint: text,
    status: wordIn<Status>({ running: 1, waiting: 1, done: 1, failed: 1, cancelled: 1 }),
    due: either(nothing, time),
    head: whole(1),
    created: time,
    updated: time,
    tags: listOf(text),
    summary: optionalText,
  },
  { origin },
);

export const rowShape: Shape = object({
  seq: whole(1),
  time,
  lane: text,
  cause,
  from: text,
  to: optionalText,
  phase,
  label: optionalText,
  changes: optionalText,
  detail: optionalText,
});

export const planLineShape: Shape = object({ fingerprint: text, graph: text, body: text });
export const blobShape: Shape = object({ hash: text, body: text });
export const snapshotLineShape: Shape = object({ seq: whole(1), body: text });
export const messageShape: Shape = object(
  { body: text, at: time, queued: oneOfBooleans },
  { key: text, outcome: text },
);
export const itemShape: Shape = object({ table: tableName, key: text, body: text }, { until: time });
export const endShape: Shape = object({ rows: whole(1) });

function tableName(json: unknown, path: string): string | undefined {
  return typeof json === 'string' && isTableName(json) ? undefined : `its "${path}" is no name of a table`;
}

function oneOfBooleans(json: unknown, path: string): string | undefined {
  return typeof json === 'boolean' ? undefined : `its "${path}" is neither true nor false`;
}

const said: Shape = (json, path) =>
  object({ name: text, message: text }, { code: text, cause: said, errors: listOf(said), thrown: text })(json, path);

const failure: Shape = (json, path) =>
  said(json, path) ?? object({ attempt: whole(), at: time }, { stack: text })(json, path);

const waitSaid: Shape = object({ name: text }, { in: number, at: time });

const openedLane: Shape = object(
  { path: text, node: text, phase },
  { changes: openingShape, seed: record, needs: listOf(text), waits: listOf(waitSaid) },
);

const whenLeft = wordIn<WhenLeft>({ cancel: 1, leave: 1 });
const parentShape = object({ thread: text, lane: text, key: text, child: text });

const noteShapes: Readonly<Record<keyof Note, Shape>> = {
  failure,
  value: anything,
  guarded: yes,
  to: text,
  sent: listOf(object({ type: sentType, thread: text, name: text }, { key: text })),
  context: record,
  ended: text,
  came: time,
  child: whenLeft,
  parent: parentShape,
  input: sealedOr(text),
  keep: yes,
  per: oneOf('turn', 'thread'),
  slept: yes,
  step: text,
  left: yes,
  amount: number,
  reason: text,
  pending: phase,
  at: time,
  later: number,
  due: listOf(text),
  lane: text,
  cancelled: listOf(text),
  beside: yes,
  decides: listOf(text),
  reduced: record,
  merged: yes,
  tried: listOf(text),
  final: yes,
  unreduced: changesShape,
  fingerprint: text,
  from: text,
};

/** What else a row says. */
export const detailShape: Shape = object(
  {},
  {
    attempt: whole(),
    duration: number,
    due: time,
    asOf: time,
    turn: whole(),
    opened: object(
      { by: openedBy, graph: text, need: whole(), lanes: listOf(openedLane) },
      { then: text, shares: listOf(text), limit: whole(1), comes: yes },
    ),
    waits: listOf(waitSaid),
    note: object({}, noteShapes),
  },
);

const latelyShape: Shape = recordOf(object({ turn: number, day: whole(), today: number }));

const journal: Shape = recordOf(
  object(
    { kind: wordIn<Entry['kind']>({ step: 1, saved: 1, ask: 1, answer: 1, sleep: 1, slept: 1 }) },
    { until: time, child: whenLeft },
  ),
);

const laneShape: Shape = object(
  { path: text, graph: text, node: text, phase, visits: recordOf(whole()), entered: time },
  {
    attempt: whole(1),
    parent: text,
    opened: whole(1),
    local: record,
    values: record,
    base: record,
    context: record,
    seed: record,
    sums: record,
    delta: changesShape,
    failures: listOf(failure),
    error: failure,
    stopped: failure,
    pending: phase,
    unreduced: changesShape,
    fired: listOf(text),
    waits: listOf(object({ name: text, said: number, at: time }, { fired: yes })),
    began: time,
    needs: listOf(text),
    shares: listOf(text),
    decided: listOf(text),
    due: time,
    rounds: whole(),
    lately: latelyShape,
    transitions: whole(),
    journal,
    kept: recordOf(recordOf(journal)),
    fork: object(
      {
        by: openedBy,
        at: time,
        need: whole(),
        lanes: listOf(text),
        closed: whole(),
        queued: whole(),
      },
      { then: text, queue: whole(), shares: listOf(text), limit: whole(1), hasNeeds: yes, came: whole() },
    ),
  },
);

/** A state of the whole tree. */
export const stateShape: Shape = object(
  { time, transitions: whole(), lanes: listOf(laneShape) },
  {
    spent: recordOf(number),
    lately: latelyShape,
    rewinds: whole(),
    parent: parentShape,
    hasChildren: yes,
    late: object({ came: time, since: time }),
    cancelled: text,
  },
);

const place: Shape = object({ lane: text, node: text });

/** What lists show of a thread. */
export const summaryShape: Shape = object(
  { at: listOf(place) },
  {
    outcome: text,
    reason: text,
    failed: listOf(object({ lane: text, node: text, name: text, message: text }, { code: text })),
    events: listOf(text),
    questions: listOf(object({ lane: text, node: text, key: text })),
  },
);

/** What a queued message asks for. */
export const commandShape: Shape = either(
  object({ type: oneOf('event'), name: text }, { lane: text, context: record }),
  object({ type: oneOf('answer'), key: text }, { lane: text, child: text, context: record }),
  object({ type: oneOf('cancel'), reason: text }, { context: record }),
  object({ type: oneOf('resume') }, { lane: text, context: record }),
  object({ type: oneOf('edit') }, { lane: text, as: text, context: record }),
);

/** What came of a message: it was taken, or the problem that it met. */
export const outcomeShape: Shape = either(object({ ok: yes }), object({ code: text }));
