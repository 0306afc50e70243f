import type { Checkpoint } from '@cairn/core';
import type { Output } from '../printing/output.ts';
import { writeTable } from '../printing/table.ts';
import { harmless } from '../printing/harmless.ts';
import { fill, widthOf } from '../printing/text-width.ts';
import { valueBlock, valueText } from '../printing/value-text.ts';

type LaneAt = Checkpoint['lanes'][number];

/** What is written of a checkpoint. */
interface Shown {
  /** The state of every lane, and not only of the first. */
  readonly full: boolean;
  /** The states that are active within the nodes of lanes, by the lanes' paths. */
  readonly within: ReadonlyMap<string, readonly string[]>;
}

/** Writes a checkpoint's lanes and the state of the first; with `full`, of every one. */
export function writeCheckpoint(output: Output, { lanes }: Checkpoint, { full, within }: Shown): void {
  const shown = lanes.filter((lane) => lane.phase !== 'closed' || lane.lane === '');
  output.line();
  writeTable<LaneAt>(output, shown, [
    { title: 'LANE', of: ({ lane }) => (lane === '' ? '(first)' : lane), elastic: true, isPath: true },
    { title: 'NODE', of: ({ node }) => node, style: () => 'bold' },
    { title: 'IN', of: ({ lane }) => within.get(lane)?.join(', ') ?? '', elastic: true },
    { title: 'PHASE', of: ({ phase }) => phase, style: ({ phase }) => (phase === 'failed' ? 'red' : undefined) },
    { title: 'WAITS FOR', of: (lane) => namesOf(lane), elastic: true },
    {
      title: 'FAILED ATTEMPTS',
      of: ({ failures }) => (failures.length > 0 ? String(failures.length) : ''),
      right: true,
    },
    {
      title: 'FAILURE',
      of: ({ failures, stopped }) => (stopped ?? failures.at(-1))?.message ?? '',
      style: () => 'red',
      elastic: true,
    },
  ]);
  for (const lane of full ? shown : shown.slice(0, 1)) writeState(output, lane, full);
}

/** The lanes that a lane waits for, which are beside it, by the ends of their paths. */
function namesOf({ waitsFor = [] }: LaneAt): string {
  return waitsFor.map((path) => path.slice(path.lastIndexOf('/') + 1)).join(', ');
}

/** How many items of a list are shown where not all are asked for: the newest, which stand last. */
const shownItems = 100;

/** Writes a state key by key; with `full`, long lists too as a whole. */
export function writeState(output: Output, { lane, state }: Pick<LaneAt, 'lane' | 'state'>, full = false): void {
  output.line();
  output.line(output.paint('dim', lane === '' ? 'STATE' : `STATE of ${lane}`));
  const keys = Object.keys(state);
  if (keys.length === 0) output.line(output.paint('dim', '(empty)'));
  const width = keys.reduce((widest, key) => Math.max(widest, widthOf(harmless(key))), 0);
  for (const key of keys) {
    const { value, left } = newest(state[key], full);
    const name = output.paint('bold', fill(harmless(key), width));
    const label = left === 0 ? `${name}  ` : `${name}  ${output.paint('dim', `${left} before; --full shows them`)} `;
    const short = valueText(value, full ? Infinity : shownItems);
    if (widthOf(harmless(label)) + short.length <= Math.min(output.width, 100)) {
      output.line(label + (output.hasColours ? valueBlock(value, { width: Infinity, colours: true, full }) : short));
    } else {
      const block = valueBlock(value, { width: output.width - width - 2, colours: output.hasColours, full });
      output.line(label + block.replaceAll('\n', `\n${' '.repeat(width + 2)}`));
    }
  }
}

/** The end of a long list, and how many items stand before it. */
function newest(value: unknown, full: boolean): { readonly value: unknown; readonly left: number } {
  if (full || !Array.isArray(value) || value.length <= shownItems) return { value, left: 0 };
  return { value: value.slice(-shownItems), left: value.length - shownItems };
}
