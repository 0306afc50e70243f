import { blameOf, type Blame, type BlamedPart } from '@cairn/core/time';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointName } from '../../line/checkpoint-name.ts';
import type { Context } from '../../context.ts';
import { reading, type DatabaseFlags } from '../../database/database.ts';
import { usageError } from '../../exit-code.ts';
import { db, debug, json, lane } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import type { Output } from '../../printing/output.ts';
import { writeTable, type Column } from '../../printing/table.ts';
import { oneLine } from '../../printing/harmless.ts';
import { recordOf } from '../../database/thread-record.ts';
import { momentText } from '../../printing/time-text.ts';
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
      'Name the checkpoints that wrote a value of the state, part by part: each item of a list, each entry, what was added to a sum. A part of it is named by its place: evidence[2], totals.checkout.',
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
    return reading(this, flags, async (store) => {
      const { thread, seq = -1 } = checkpointName(name);
      await recordOf(store, thread);
      const { key, path } = partNamed(place);
      const blame = await blameOf(store, thread, key, {
        seq,
        path,
        ...(flags.lane !== undefined && { lane: flags.lane }),
      });
      if (flags.json) this.output.line(jsonBlock(blame));
      else write(this.output, blame);
    });
  },
});

/** Reads `evidence[2].source`. */
function partNamed(text: string): { readonly key: string; readonly path: readonly (string | number)[] } {
  if (!/^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/u.test(text))
    throw usageError(`"${text}" names no value. Write evidence, or evidence[2].source.`);
  const [key = '', ...rest] = text.match(/[^.[\]]+/gu) ?? [];
  return { key, path: rest.map((part) => (/^\d+$/u.test(part) && text.includes(`[${part}]`) ? Number(part) : part)) };
}

function write(output: Output, { thread, seq, lane: path, key, value, parts }: Blame): void {
  const place = path === '' ? '' : `  ${output.paint('dim', path)}`;
  output.line(`${output.paint('bold', key)} at ${thread}@${seq}${place}`);
  output.line(oneLine(valueText(value)));
  output.line();
  writeTable(output, parts, columns);
}

const columns: readonly Column<BlamedPart>[] = [
  { title: 'PART', of: ({ path, amount }) => (amount === undefined ? pathText(path) : `+${amount}`) },
  { title: 'CHECKPOINT', of: ({ thread, seq }) => `${thread}@${seq}`, style: () => 'bold' },
  { title: 'NODE', of: ({ node }) => node },
  { title: 'CAUSE', of: ({ cause, label }) => (label === undefined ? cause : `${cause} ${label}`), elastic: true },
  { title: 'LANE', of: ({ lane: path }) => path, elastic: true },
  { title: 'TIME', of: ({ time }) => momentText(time), style: () => 'dim' },
  { title: 'VIA', of: ({ via }) => via.map((at) => `@${at}`).join(' '), elastic: true },
];
