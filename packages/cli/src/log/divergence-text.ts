import { counted } from '@cairn/core/store';
import type { Replay, Row } from '@cairn/core';
import { differencesOf, type ValueDifference } from '@cairn/core/inspect';
import { causeText, wayText } from '@cairn/drawing/words';
import { detailText } from './row-text.ts';
import { oneLine } from '../printing/harmless.ts';
import type { Output } from '../printing/output.ts';
import { pathText } from '../printing/path-text.ts';
import { cut } from '../printing/text-width.ts';
import { valueText } from '../printing/value-text.ts';

type Divergence = NonNullable<Replay['divergence']>;

/** Threads that leave what was recorded in the same way. */
export interface DivergenceGroup {
  readonly first: Replay & { readonly divergence: Divergence };
  readonly count: number;
}

/** What is the same of divergences that are told as one: where, what was recorded there, and what comes today. */
export function wayOfDiverging({ graph, divergence }: Replay & { readonly divergence: Divergence }): string {
  const { kind, lane, node, input, recorded, today, changes } = divergence;
  const moves = [recorded, today].map((row) => row && [wayText(row), causeText(row)]);
  // Lanes of an `each` and visits are counted: the same place in another item is the same place.
  const place = lane.replaceAll(/(?<=[./])\d+(?=\/|$)/gu, '*');
  const keys = [...new Set(changes.map(({ path }) => path[0]))];
  return JSON.stringify([graph, kind, place, node, input.cause, input.label, moves, keys]);
}

/** Writes one way of diverging, recorded above today, and whom it happens to. */
export function writeDivergence(output: Output, { first, count }: DivergenceGroup): void {
  const { thread, graph, divergence } = first;
  const { seq, lane, node, recorded, today } = divergence;
  const place = [graph, lane, node].filter((part) => part !== '').join(' ');
  const name = output.paint('bold', `${thread}@${seq}`);
  const who = count === 1 ? name : `${output.paint('bold', counted(count, 'thread'))}, e.g. ${name}`;
  output.line(`${output.paint('red', '✗')} ${who}  ${output.paint('dim', `at ${place}`)}`);
  const line = (label: string, text: string): void =>
    output.sentence(`    ${output.paint('dim', label.padEnd(8))}  ${text}`, 14);
  if (recorded !== undefined) line('recorded', rowLine(recorded));
  else if (today !== undefined) line('recorded', 'goes no further');
  line('today', todayLine(divergence));
  writeReasons(output, divergence);
}

function todayLine({ kind, how, recorded, today }: Divergence): string {
  if (today !== undefined) return rowLine(today);
  if (kind === 'transition' || kind === 'state') return 'goes no further';
  const refused = how.split('Today it is refused: ')[1];
  return refused === undefined || recorded === undefined ? oneLine(how) : `refused: ${oneLine(refused)}`;
}

/** So many lanes are named that a checkpoint opens. */
const shownLanes = 5;

function rowLine(row: Row): string {
  const { opened, ...rest } = { ...row, changes: {}, duration: 0 };
  const lanes = opened?.lanes.map(({ path }) => path) ?? [];
  const most = lanes.length > shownLanes ? [...lanes.slice(0, shownLanes), `${lanes.length} lanes in all`] : lanes;
  const opens = lanes.length === 0 ? '' : `opens ${most.join(', ')}`;
  return [wayText(row), causeText(row), detailText(rest), opens].filter((part) => part !== '').join('  ');
}

/** The cases that decide, what the state has otherwise, and where neither says it, what else the two checkpoints differ in. */
function writeReasons(output: Output, { cases, changes, recorded, today, how }: Divergence): void {
  for (const { to, label, guard, held } of cases) {
    const sign = held === true ? output.paint('green', '✓') : output.paint('red', '✗');
    output.line(`    ${sign} → ${to}  ${output.paint('dim', oneLine(label ?? guard ?? ''))}`);
  }
  const gone = /Node ".*" is gone\..*/u.exec(how)?.[0];
  if (gone !== undefined) output.sentence(`    ${oneLine(gone)}`, 4);
  const isSame = recorded !== undefined && today !== undefined && rowLine(recorded) === rowLine(today);
  const shown = changes.length === 0 && isSame ? differencesOf(factsOf(recorded), factsOf(today)) : changes;
  for (const change of shown) writeChange(output, change);
}

/** What a checkpoint says that does not change from run to run. */
function factsOf({ seq: _, time: __, duration: ___, ...facts }: Row): object {
  return facts;
}

function writeChange(output: Output, change: ValueDifference): void {
  const path = pathText(change.path);
  const line = (sign: string, style: 'red' | 'green', value: unknown): void =>
    output.line(`    ${output.paint(style, cut(oneLine(`${sign} ${path}  ${valueText(value)}`), output.width - 4))}`);
  if (change.kind !== 'added') line('-', 'red', change.before);
  if (change.kind !== 'removed') line('+', 'green', change.after);
}
