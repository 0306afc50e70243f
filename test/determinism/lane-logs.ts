import { fold, type Row, type Snapshot } from '@cairn/core';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { encode } from '../../packages/core/src/base/value/encode.ts';

/** What happened to one lane, without when; a lane that is opened anew under its path has a log of its own. */
export interface LaneLog {
  readonly rows: readonly string[];
  /** Whether it was cancelled on its way: how far it came depends on when that was. */
  readonly cut: boolean;
}

/** Whether a row is of what a thread hears wherever it is: where that is is a matter of time. */
function isNoise({ changes, cause }: Row): boolean {
  return (cause === 'event' || cause === 'timer') && changes !== undefined && 'noise' in changes;
}

/** The logs of a thread's lanes by path. */
export function laneLogs(rows: readonly Row[]): ReadonlyMap<string, LaneLog> {
  const logs = new Map<string, { rows: string[]; cut: boolean }>([['', { rows: [], cut: false }]]);
  const names = new Map([['', '']]);
  let snapshot: Snapshot = emptySnapshot('logs');
  for (const row of rows) {
    const next = fold(snapshot, [row]);
    // What a run spends whose lane was lost meanwhile is no part of where any lane goes.
    if (row.note?.left !== true && row.cause !== 'wait' && !isNoise(row))
      logs.get(names.get(row.lane) as string)?.rows.push(textOf(row, snapshot.lanes.get(row.lane)?.fork !== undefined));
    for (const { path, phase } of snapshot.lanes.all()) {
      const wasReplaced = row.opened?.lanes.some((lane) => lane.path === path) === true;
      const log = logs.get(names.get(path) as string);
      if (log !== undefined && phase !== 'closed' && (wasReplaced || !next.lanes.get(path))) log.cut = true;
    }
    for (const { path } of row.opened?.lanes ?? []) {
      const name = `${path} opened ${1 + [...logs.keys()].filter((key) => key.startsWith(`${path} opened`)).length}`;
      names.set(path, name);
      logs.set(name, { rows: [], cut: false });
    }
    snapshot = next;
  }
  return new Map([...logs].map(([name, log]) => [name, { rows: inOrder(log.rows), cut: log.cut }]));
}

/**
 * A row without its number and times; of several lanes that fail, which one their holder hears of first is a matter of time, and so
 * it is which others were asked before an event was taken, whether a run waits while a step is under way, what is sent is named
 * by its checkpoint, and a thread that is waited for has an id of its own.
 */
function textOf(
  { lane, cause, from, to, phase, label, changes, opened, attempt, note }: Row,
  holdsLanes: boolean,
): string {
  const { failure, at: _at, cancelled: _cut, lane: _failed, tried: _tried, slept: _slept, sent, ...told } = note ?? {};
  const said = failure === undefined || holdsLanes ? undefined : `${failure.name}: ${failure.message}`;
  const lanes = opened?.lanes.map(({ transient: _, waits: _until, ...facts }) => facts);
  const text = encode({
    lane,
    cause,
    from,
    to,
    phase: isBesideSteps(cause, label) ? undefined : phase,
    label,
    changes,
    opened: { ...opened, lanes },
    attempt,
    told,
    sent: sent?.map(({ type, name }) => `${type} ${name}`),
    said,
  });
  return text.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gu, 'an id');
}

/** Whether a row is of a step, or of a sleep beside one. */
function isBesideSteps(cause: Row['cause'], label: string | undefined): boolean {
  return cause === 'step' || (cause === 'timer' && label === 'beside');
}

const besideSteps = ['"cause":"step"', '"label":"beside"'];

/** Steps that are under way at once end in any order, and so does a sleep beside them. */
function inOrder(rows: readonly string[]): readonly string[] {
  const ordered: string[] = [];
  let steps: string[] = [];
  for (const row of [...rows, '']) {
    if (besideSteps.some((cause) => row.includes(cause))) steps.push(row);
    else {
      ordered.push(...steps.toSorted(), row);
      steps = [];
    }
  }
  return ordered.slice(0, -1);
}

/** Where two runs of one thread differ in what happened to its lanes; undefined where only the timing differs. */
export function difference(one: ReadonlyMap<string, LaneLog>, two: ReadonlyMap<string, LaneLog>): string | undefined {
  const anyCut = hasCut(one) || hasCut(two);
  for (const name of new Set([...one.keys(), ...two.keys()])) {
    const [left, right] = [one.get(name), two.get(name)];
    if (left === undefined || right === undefined) {
      if (!anyCut) return `lane "${name}" was opened in one run only`;
      continue;
    }
    const rows = left.cut || right.cut ? [left, right].map(withoutSteps) : [left.rows, right.rows];
    const at = firstDifference(rows[0] as readonly string[], rows[1] as readonly string[]);
    if (at === undefined) continue;
    const [a, b] = [rows[0]?.[at], rows[1]?.[at]];
    if ((a === undefined && left.cut) || (b === undefined && right.cut)) continue;
    return `lane "${name}" differs at its row ${at + 1}:\n${a ?? 'it was over'}\n${b ?? 'it was over'}`;
  }
  return undefined;
}

/** Whether any lane was cancelled on its way. */
export function hasCut(logs: ReadonlyMap<string, LaneLog>): boolean {
  return [...logs.values()].some(({ cut }) => cut);
}

function withoutSteps({ rows }: LaneLog): readonly string[] {
  return rows.filter((row) => !besideSteps.some((cause) => row.includes(cause)));
}

function firstDifference(left: readonly string[], right: readonly string[]): number | undefined {
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) if (left[at] !== right[at]) return at;
  return undefined;
}
