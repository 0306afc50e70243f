/**
 * A history of LangGraph as an exported thread of Cairn, with one row a checkpoint: what is brought into a store so is looked at as
 * any thread is. Its values stand in it as the saver wrote them.
 */

import { hashOf, keyOf } from '@cairn/core/store';
import { changesTo, kindsIn, type Change, type Kind } from './changes.ts';
import type { Open } from './open.ts';
import type { Json, Past } from './past.ts';

/** The graph that threads of LangGraph are shown to be of, whose own name nobody keeps. */
export const graphName = 'LangGraph';

/** A graph that a checkpoint's superstep ran, which has a history of its own. */
export interface Inner {
  /** Its namespace. */
  readonly ns: string;
  readonly checkpoints: number;
  /** The checkpoint that it ran after. */
  readonly of: string;
}

/** All that is told of a thread. */
export interface Told {
  readonly history: readonly Past[];
  readonly inner: readonly Inner[];
  readonly open: Open;
}

/** Where a thread stands: the nodes that come next. */
function placeOf({ next }: Pick<Past, 'next'>): string {
  return next.length === 0 ? '__end__' : next.join(', ');
}

interface Row {
  readonly seq: number;
  readonly time: number;
  readonly lane: '';
  readonly cause: string;
  readonly from: string;
  readonly to: string | null;
  readonly phase: string;
  readonly label: string | null;
  readonly changes: Readonly<Record<string, Change>> | null;
  readonly detail: object | null;
}

/** The lines of a thread that has at least one checkpoint. */
export function linesOf(thread: string, told: Told): readonly string[] {
  const { history } = told;
  const kinds = kindsIn(history.map(({ values }) => values));
  const rows = rowsOf(told, kinds);
  const body = JSON.stringify(planOf(history, kinds));
  const fingerprint = hashOf(body).slice(0, 16);
  const { seq: head, time: updated } = rows.at(-1) as Row;
  const { status, summary } = standingOf(told);
  const created = rows[0]?.time ?? updated;
  const facts = { id: thread, graph: graphName, fingerprint, status, due: null, head, created, updated };
  return [
    { cairn: 'thread', format: 1, thread: { ...facts, tags: [], origin: null, summary } },
    { plan: { fingerprint, graph: graphName, body } },
    ...rows.map((row) => ({ row })),
    { end: { rows: rows.length } },
  ].map((line) => JSON.stringify(line));
}

/** How many rows a thread has, by what is counted of it. */
export function headOf(checkpoints: number, inner: number, { asks, failure }: Open): number {
  return checkpoints + inner + (failure === undefined ? asks.length : 1);
}

function rowsOf({ history, inner, open }: Told, kinds: ReadonlyMap<string, Kind>): readonly Row[] {
  const rows: Row[] = [];
  let before: Past | undefined;
  const add = (row: Omit<Row, 'seq' | 'lane'>): void => void rows.push({ seq: rows.length + 1, lane: '', ...row });
  const stay = (at: Past, row: Pick<Row, 'cause' | 'phase' | 'label' | 'detail'>): void =>
    add({ time: at.time, from: placeOf(at), to: null, changes: null, ...row });
  for (const past of history) {
    add(rowOf(past, before, changesTo(before?.values ?? {}, past.values, kinds) ?? null));
    for (const { ns, checkpoints } of inner.filter(({ of }) => of === past.id)) {
      stay(past, { cause: 'step', phase: phaseOf(past), label: ns, detail: { note: { value: { checkpoints } } } });
    }
    before = past;
  }
  const last = before as Past;
  const { asks, failure } = open;
  if (failure !== undefined) {
    const note = { failure: { ...failure, attempt: 1, at: last.time } };
    stay(last, { cause: 'fail', phase: 'failed', label: null, detail: { turn: 0, note } });
    return rows;
  }
  for (const { id, json } of asks) {
    stay(last, { cause: 'ask', phase: 'suspended', label: id, detail: { note: { value: json ?? null } } });
  }
  return rows;
}

function phaseOf({ next }: Past): string {
  return next.length === 0 ? 'closed' : 'running';
}

function rowOf(past: Past, before: Past | undefined, changes: Row['changes']): Omit<Row, 'seq' | 'lane'> {
  const { time, source, of, input } = past;
  const told = { time, to: placeOf(past), phase: phaseOf(past), changes, label: null, detail: null };
  if (before === undefined) return { ...told, cause: 'start', from: '' };
  const from = placeOf(before);
  if (source === 'input') {
    return { ...told, cause: 'event', from, label: 'input', detail: { note: { value: input?.json ?? null } } };
  }
  // Who goes on from an earlier one changes what there was since.
  if (source === 'loop' && of === before.id) return { ...told, cause: 'done', from, detail: { turn: 0 } };
  return { ...told, cause: 'edit', from };
}

/** What can be said of the graph: the ways that were taken. */
function planOf(history: readonly Past[], kinds: ReadonlyMap<string, Kind>): object {
  const ways = new Map<string, Set<string>>();
  const at = (place: string): Set<string> => {
    const known = ways.get(place) ?? new Set<string>();
    ways.set(place, known);
    return known;
  };
  let before: Past | undefined;
  for (const past of history) {
    const place = placeOf(past);
    if (before !== undefined && past.source === 'loop' && past.of === before.id) at(placeOf(before)).add(place);
    at(place);
    before = past;
  }
  const nodes = Array.from(ways, ([name, to]) => {
    if (name === '__end__') return [name, { kind: 'wait', on: { input: [{}] } }];
    return [name, { kind: 'run', ...(to.size > 0 && { next: { among: [...to] } }) }];
  });
  const keys = Object.fromEntries(Array.from(kinds, ([key, kind]) => [keyOf(key), { kind }]));
  const start = placeOf(history[0] as Past);
  const graph = {
    name: graphName,
    start,
    keys,
    events: { input: {} },
    on: {},
    limits: {},
    nodes: Object.fromEntries(nodes) as Json,
  };
  return { name: graphName, graphs: { '': graph } };
}

/** How a thread stands, as its record says it. */
export function standingOf({ history, open: { asks, failure } }: Pick<Told, 'history' | 'open'>): {
  readonly status: 'running' | 'waiting' | 'done' | 'failed';
  readonly summary: string;
} {
  const node = placeOf(history.at(-1) as Past);
  const place = { lane: '', node };
  const at = [place];
  if (failure !== undefined)
    return { status: 'failed', summary: JSON.stringify({ at: [place], failed: [{ ...place, ...failure }] }) };
  if (node === '__end__') return { status: 'done', summary: JSON.stringify({ at: [], outcome: node }) };
  if (asks.length === 0) return { status: 'running', summary: JSON.stringify({ at }) };
  const questions = asks.map(({ id, json }) => ({ ...place, key: id, payload: json ?? null }));
  return { status: 'waiting', summary: JSON.stringify({ at, questions }) };
}
