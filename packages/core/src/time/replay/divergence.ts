import { listed, namesOf } from '../../base/problem/listed.ts';
import { changed, view, type Lane } from '../../advance/state/lane.ts';
import type { Cause, Row } from '../../advance/state/row.ts';
import { wholeRow, type WholeRow } from '../../advance/state/whole-row.ts';
import { wholeChanges } from '../../base/told-change.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { encode } from '../../base/value/encode.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { isProblem, type Problem } from '../../base/problem/problem.ts';
import { decide } from '../../compile/author.ts';
import { guardText } from '../../compile/outline/guard-text.ts';
import type { Plan } from '../../compile/plan.ts';
import { factApart } from './facts-apart.ts';
import { sentenceOf } from '../read/row-sentence.ts';
import { differencesOf, type ValueDifference } from '../read/value-difference.ts';

/** A case of `next` of today's graph, tried on the state of then. */
export interface TriedCase {
  readonly to: string;
  readonly label?: string;
  readonly guard?: string;
  /** What its guard says; undefined where it throws. */
  readonly held: boolean | undefined;
}

/** Where today's code would leave the way that was recorded. */
export interface Divergence {
  /** The first checkpoint that would be another. */
  readonly seq: number;
  readonly lane: string;
  /** The node the lane was at. */
  readonly node: string;
  /**
   * `node`: a node is gone. `transition`: it goes elsewhere. `state`: it computes another state. `key`, `schema`: what was
   * recorded does not go into today's state. `timer`: a timer fires that was not there. `refused`: today's graph does not
   * take what came.
   */
  readonly kind: 'node' | 'transition' | 'state' | 'key' | 'schema' | 'timer' | 'refused';
  /** What came from outside and leads there. */
  readonly input: { readonly seq: number; readonly cause: Cause; readonly label?: string };
  /** The checkpoint as recorded; absent where nothing followed. */
  readonly recorded?: Row;
  /** The checkpoint as it would be; absent where nothing follows. */
  readonly today?: Row;
  /** What the state would have otherwise; `before` is what was recorded. */
  readonly changes: readonly ValueDifference[];
  /** The cases of `next` that decide, in order, up to the one taken today. */
  readonly cases: readonly TriedCase[];
  /** What differs, in words. */
  readonly how: string;
}

/** What is known where a replay stops. */
export interface Stop {
  readonly plan: Plan;
  /** The state before the row that differs. */
  readonly before: Snapshot;
  readonly input: Row;
  readonly recorded: Row | undefined;
  readonly today: Row | undefined;
}

/** A checkpoint that today's code makes otherwise, or not at all. */
export function divergenceOf(stop: Stop): Divergence {
  const { plan, before, recorded, today } = stop;
  const row = (recorded ?? today) as Row;
  const lane = before.lanes.get(row.lane);
  const goes = partOf(recorded) !== partOf(today);
  const gone = goes ? goneNode(plan, lane, recorded) : undefined;
  const kind = gone !== undefined ? 'node' : goes ? 'transition' : 'state';
  const cases = kind === 'state' || lane === undefined ? [] : casesTried(stop, lane, today ?? recorded);
  const changes =
    recorded === undefined || today === undefined
      ? []
      : changesBetween(wholeRow(recorded, before), wholeRow(today, before));
  const contrasted = kind === 'state' ? sameButFor(row, today, changes) : contrast(recorded, today, row);
  const how = [contrasted, gone, decisive(cases, recorded)];
  return {
    ...stopped(stop, row),
    kind,
    ...(recorded !== undefined && { recorded }),
    ...(today !== undefined && { today }),
    changes,
    cases,
    how: how.filter((part) => part !== undefined).join(' '),
  };
}

/** Something that came, and that today's graph does not take. */
export function refusalOf(
  { input, before }: Pick<Stop, 'input' | 'before'>,
  kind: 'node' | 'key' | 'schema' | 'timer' | 'refused',
  how: string,
): Divergence {
  const node = before.lanes.get(input.lane)?.node ?? input.from;
  const place = { ...stopped({ input }, input), node };
  return { ...place, kind, ...(kind === 'node' ? {} : { recorded: input }), changes: [], cases: [], how };
}

/** What today's graph says to an input that it refuses. */
export function refusedBy(input: Row, refused: Problem): string {
  return `Recorded: ${ended(sentenceOf(input))} Today it is refused: ${refusalText(refused)}`;
}

/** Why an input is refused, without the advice for its sender: a replay has none. */
function refusalText(refused: Problem): string {
  if (!isProblem(refused, 'event/not-accepted')) return refused.message;
  const { event, accepted, tried } = refused.facts;
  const by = tried.length === 0 ? '' : ` (refused by the guards of ${listed(tried)})`;
  const names = namesOf(accepted);
  return `Nothing accepts event "${event}" there${by}. ${names === '' ? 'No event is accepted.' : `Accepted: ${names}.`}`;
}

function stopped(
  { input }: Pick<Stop, 'input'>,
  { seq, lane, from }: Row,
): Pick<Divergence, 'seq' | 'lane' | 'node' | 'input'> {
  const { seq: at, cause, label } = input;
  return { seq, lane, node: from, input: { seq: at, cause, ...(label !== undefined && { label }) } };
}

/** Where a row leads, as one text; rows that lead to the same place may still change the state otherwise. */
function partOf(row: Row | undefined): string {
  if (row === undefined) return '';
  const { lane, cause, from, to, phase, opened, note } = row;
  const lanes = opened?.lanes.map(({ path, node }) => [path, node]);
  const failure = note?.failure && [note.failure.name, note.failure.code, note.failure.message];
  return JSON.stringify([lane, cause, from, to, phase, lanes, failure, note?.cancelled]);
}

function goneNode(plan: Plan, lane: Lane | undefined, recorded: Row | undefined): string | undefined {
  const nodes = plan.graphs[lane?.graph ?? '']?.nodes ?? {};
  const targets = [
    recorded?.to,
    ...(recorded?.opened?.by === 'graph' ? [] : (recorded?.opened?.lanes ?? []).map(({ node }) => node)),
  ];
  const gone = targets.find((node) => node !== undefined && nodes[node] === undefined);
  return gone === undefined ? undefined : `Node "${gone}" is gone. ${suggest(gone, Object.keys(nodes))}`;
}

function changesBetween(recorded: WholeRow, today: WholeRow): readonly ValueDifference[] {
  const lanes = (row: WholeRow) =>
    Object.fromEntries((row.opened?.lanes ?? []).map(({ path, changes }) => [path, changes ?? {}]));
  return [
    ...differencesOf(recorded.changes ?? {}, today.changes ?? {}),
    ...differencesOf(lanes(recorded), lanes(today)),
    ...differencesOf(recorded.note?.unreduced ?? {}, today.note?.unreduced ?? {}),
  ];
}

function contrast(recorded: Row | undefined, today: Row | undefined, { lane }: Row): string {
  const stays = `${lane === '' ? 'the thread' : `lane "${lane}"`} goes no further`;
  const was = recorded === undefined ? stays : sentenceOf(recorded);
  const is = today === undefined ? stays : sentenceOf(today);
  const apart = was === is && recorded !== undefined && today !== undefined ? ` ${factApart(recorded, today)}` : '';
  return `Recorded: ${ended(was)} Today: ${ended(is)}${apart}`;
}

/** A sentence with its full stop: what a failure says may have one. */
function ended(sentence: string): string {
  return /[.!?…]$/u.test(sentence) ? sentence : `${sentence}.`;
}

/** A move that is the same, but for what it does to the state. */
function sameButFor(row: Row, today: Row | undefined, changes: readonly ValueDifference[]): string {
  const keys = [...new Set(changes.map(({ path }) => String(path[0])))];
  if (keys.length === 0) {
    return `As recorded, ${sentenceOf(row)}; but not in all. ${today === undefined ? '' : factApart(row, today)}`.trimEnd();
  }
  const what = `writes ${namesOf(keys)} otherwise`;
  const [change] = changes;
  const detail =
    change?.kind === 'changed' ? ` ${textOf(change.before)} was recorded, ${textOf(change.after)} comes today.` : '';
  return `As recorded, ${sentenceOf(row)}; but today that ${what}.${detail}`;
}

/** So much of a value is shown in a sentence. */
const longest = 60;

function textOf(value: unknown): string {
  const text = encode(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

/** The cases of a lane's node up to the first that holds, tried on the state with the row's changes. */
function casesTried({ plan, before: { thread } }: Stop, lane: Lane, row: Row | undefined): readonly TriedCase[] {
  const graph = plan.graphs[lane.graph];
  const next = graph?.nodes[lane.node]?.next;
  if (graph === undefined || next?.kind !== 'cases' || (row?.cause !== 'done' && row?.cause !== 'pass')) return [];
  const moment = { now: row.asOf ?? row.time, thread, lane: lane.path, graph: graph.name };
  const state = view(changed(lane, row.changes && wholeChanges(row.changes, lane.values), undefined), graph);
  const tried: TriedCase[] = [];
  for (const { when, to, label } of next.cases) {
    const guard = guardText(when);
    const held = holds(() => decide(when, 'when', state, moment) === true);
    tried.push({ to, ...(label !== undefined && { label }), ...(guard !== undefined && { guard }), held });
    if (held !== false) break;
  }
  return tried;
}

function holds(ask: () => boolean): boolean | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

/** Which guard makes the difference: the one that let it go where it went, or the one that holds today. */
function decisive(cases: readonly TriedCase[], recorded: Row | undefined): string | undefined {
  const was = cases.find(({ to, label }) => to === recorded?.to && (label === undefined || label === recorded.label));
  const other = was?.held === true ? undefined : (was ?? cases.find(({ held }) => held !== false));
  if (other === undefined) return undefined;
  const { to, label, guard, held } = other;
  const name = [`The case to "${to}"`, label && `"${label}"`, guard && `(${guard})`].filter(Boolean).join(' ');
  return `${name} ${held === undefined ? 'throws' : held ? 'holds' : 'does not hold'} today.`;
}
