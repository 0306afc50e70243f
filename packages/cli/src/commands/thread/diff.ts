import type { Store } from '@cairn/core/store';
import { checkpointAt, diff, type Difference, type ValueDifference } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointIn } from '../../database/checkpoint-in.ts';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, json } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import type { Output } from '../../printing/output.ts';
import { pathText } from '../../printing/path-text.ts';
import { oneLine } from '../../printing/harmless.ts';
import { cut } from '../../printing/text-width.ts';
import { recordOf } from '../../database/thread-record.ts';
import { valueText } from '../../printing/value-text.ts';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Compares two checkpoints. */
export const command: Command<Context> = buildCommand<Flags, [string, string?], Context>({
  docs: {
    brief: 'Compare two checkpoints',
    fullDescription:
      'Compare two checkpoints of one or of two threads, lane by lane; one alone is compared with the newest of its thread.',
  },
  parameters: {
    flags: { db, json, debug },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'The one before', placeholder: 'thread@seq' },
        { parse: String, brief: 'The one after', placeholder: 'thread@seq', optional: true },
      ],
    },
  },
  func(flags, before, after) {
    return looking(this, flags, async (store) => {
      const left = await checkpointIn(store, before);
      const right = await checkpointIn(store, after ?? left.thread);
      const difference = diff(await at(store, left.thread, left.seq), await at(store, right.thread, right.seq));
      if (flags.json) this.output.line(jsonBlock(difference));
      else writeDifference(this.output, difference);
    });
  },
});

async function at(store: Store, thread: string, seq = -1): ReturnType<typeof checkpointAt> {
  await recordOf(store, thread);
  return checkpointAt(store, thread, seq);
}

function writeDifference(output: Output, { before, after, lanes }: Difference): void {
  output.line(output.paint('bold', `${before.thread}@${before.seq} → ${after.thread}@${after.seq}`));
  if (lanes.length === 0) output.line('No difference.');
  for (const { lane, node, phase, state } of lanes) {
    const name = lane === '' ? '(first)' : lane;
    const moved = node && `${node.before ?? '(not opened)'} → ${node.after ?? '(closed)'}`;
    // A lane that was not there, or is gone, had no phase.
    const changed = phase && [phase.before, phase.after].filter((each) => each !== undefined).join(' → ');
    output.line();
    output.sentence(
      [output.paint('bold', name), moved, changed && output.paint('dim', changed)].filter(Boolean).join('  '),
      2,
    );
    for (const each of state) writeValue(output, each);
  }
}

function writeValue(output: Output, difference: ValueDifference): void {
  const path = pathText(difference.path);
  const line = (sign: string, style: 'green' | 'red', value: unknown): void =>
    output.line(output.paint(style, cut(`  ${sign} ${path}  ${oneLine(valueText(value))}`, output.width)));
  if (difference.kind !== 'added') line('-', 'red', difference.before);
  if (difference.kind !== 'removed') line('+', 'green', difference.after);
}
