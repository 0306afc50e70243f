import type { Checkpoint } from '@cairn/core';
import type { Output } from '../printing/output.ts';
import { writeTable } from '../printing/table.ts';
import { oneLine } from '../printing/text-width.ts';
import { valueBlock, valueText } from '../printing/value-text.ts';

type LaneAt = Checkpoint['lanes'][number];

/** Writes a checkpoint's lanes and the state of the first; with `full`, of every one. */
export function writeCheckpoint(output: Output, { lanes }: Checkpoint, full: boolean): void {
  const shown = lanes.filter((lane) => lane.phase !== 'closed' || lane.lane === '');
  output.line();
  writeTable<LaneAt>(output, shown, [
    { title: 'LANE', of: ({ lane }) => (lane === '' ? '(first)' : lane), elastic: true },
    { title: 'NODE', of: ({ node }) => node, style: () => 'bold' },
    { title: 'PHASE', of: ({ phase }) => phase, style: ({ phase }) => (phase === 'failed' ? 'red' : undefined) },
    { title: 'ATTEMPT', of: ({ attempt }) => (attempt > 1 ? String(attempt) : ''), right: true },
    {
      title: 'FAILURE',
      of: ({ failures }) => oneLine(failures.at(-1)?.message ?? ''),
      style: () => 'red',
      elastic: true,
    },
  ]);
  for (const lane of full ? shown : shown.slice(0, 1)) writeState(output, lane);
}

/** Writes a state key by key. */
export function writeState(output: Output, { lane, state }: Pick<LaneAt, 'lane' | 'state'>): void {
  output.line();
  output.line(output.paint('dim', lane === '' ? 'STATE' : `STATE of ${lane}`));
  const keys = Object.keys(state);
  if (keys.length === 0) output.line(output.paint('dim', '(empty)'));
  const width = Math.max(0, ...keys.map((key) => key.length));
  for (const key of keys) {
    const label = `${output.paint('bold', key.padEnd(width))}  `;
    const short = valueText(state[key]);
    if (short.length <= Math.min(output.width, 100) - width - 2) {
      output.line(label + (output.hasColours ? valueBlock(state[key], Infinity, true) : short));
    } else {
      const block = valueBlock(state[key], output.width - width - 2, output.hasColours);
      output.line(label + block.replaceAll('\n', `\n${' '.repeat(width + 2)}`));
    }
  }
}
