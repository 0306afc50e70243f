import { blameOf, type Blame, type BlamedPart } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointIn } from '../../database/checkpoint-in.ts';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, json, lane } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import type { Output } from '../../printing/output.ts';
import { writeTable, type Column } from '../../printing/table.ts';
import { partAt, valuePlace } from '../../line/value-place.ts';
import { oneLine } from '../../printing/harmless.ts';
import { recordOf } from '../../database/thread-record.ts';
import { momentText } from '@cairn/drawing/words';
import { pathText } from '../../printing/path-text.ts';
import { valueText } from '../../printing/value-text.ts';

interface Flags extends DatabaseFlags {
  readonly lane?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Names the checkpoints that wrote a value. */
export const command: Command<Context> = buildCommand<Flags, [string, string], Context>({
  docs: {
    brief: 'Name the checkpoints that wrote a value',
    fullDescription:
      'Name the checkpoints that wrote a value of the state, part by part: each item of a list, each entry, what was added to a sum. A part of it is named by its place: evidence[2], totals.checkout, totals["a.b"].',
  },
  parameters: {
    flags: { lane, db, json, debug },
    positional: {
      kind: 'tuple',
      parameters: [
        { parse: String, brief: 'The thread or the checkpoint', placeholder: 'thread[@seq]' },
        { parse: String, brief: 'The key, or a part of its value', placeholder: 'key' },
      ],
    },
  },
  func(flags, name, place) {
    return looking(this, flags, async (store) => {
      const { thread, seq = -1 } = await checkpointIn(store, name);
      await recordOf(store, thread);
      const named = valuePlace(place);
      const inLane = flags.lane === undefined ? {} : { lane: flags.lane };
      const whole = await blameOf(store, thread, named.key, { seq, ...inLane });
      const part = partAt(whole.value, named);
      const blame =
        part.path.length === 0 ? whole : await blameOf(store, thread, named.key, { seq, path: part.path, ...inLane });
      if (flags.json) this.output.line(jsonBlock(blame));
      else write(this.output, blame, part);
    });
  },
});

function write(output: Output, { thread, seq, lane: path, key, parts }: Blame, part: ReturnType<typeof partAt>): void {
  const place = path === '' ? '' : `  ${output.paint('dim', path)}`;
  output.line(`${output.paint('bold', pathText([key, ...part.path]))} at ${thread}@${seq}${place}`);
  output.line(oneLine(valueText(part.value)));
  output.line();
  writeTable(output, parts, columns);
}

const columns: readonly Column<BlamedPart>[] = [
  { title: 'PART', of: ({ path, amount }) => (amount === undefined ? pathText(path) : `+${amount}`) },
  {
    title: 'CHECKPOINT',
    of: ({ thread, seq }) => `${thread}@${seq}`,
    style: () => 'bold',
    elastic: true,
    isPath: true,
  },
  { title: 'INPUT', of: ({ seq, input }) => (input === seq ? '' : `@${input}`) },
  { title: 'NODE', of: ({ node }) => node },
  { title: 'CAUSE', of: ({ cause, label }) => (label === undefined ? cause : `${cause} ${label}`), elastic: true },
  { title: 'LANE', of: ({ lane: path }) => path, elastic: true, isPath: true },
  { title: 'TIME', of: ({ time }) => momentText(time), style: () => 'dim' },
  { title: 'VIA', of: ({ via }) => via.map((at) => `@${at}`).join(' '), elastic: true },
];
