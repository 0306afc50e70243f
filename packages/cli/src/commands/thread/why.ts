import { listed } from '@cairn/core/store';
import { whyOf, type Led, type Why, type WayOut } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointIn } from '../../database/checkpoint-in.ts';
import type { Context } from '../../context.ts';
import type { DatabaseFlags } from '../../database/database.ts';
import { looking } from '../../database/looking.ts';
import { db, debug, json } from '../../line/flags.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import type { Output, Style } from '../../printing/output.ts';
import { recordOf } from '../../database/thread-record.ts';
import { momentText } from '@cairn/drawing/words';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Says why a checkpoint was made. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Say why a checkpoint was made',
    fullDescription:
      'Say why a checkpoint was made: what came, what led to it, and the ways out of its node, with what their guards said. Of a thread, its newest checkpoint.',
  },
  parameters: {
    flags: { db, json, debug },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'The checkpoint', placeholder: 'thread[@seq]' }],
    },
  },
  func(flags, name) {
    return looking(this, flags, async (store) => {
      const { thread, seq = -1 } = await checkpointIn(store, name);
      await recordOf(store, thread);
      const why = await whyOf(store, thread, seq);
      if (flags.json) this.output.line(jsonBlock(why));
      else write(this.output, why);
    });
  },
});

function write(output: Output, why: Why): void {
  output.line(`${output.paint('bold', `${why.thread}@${why.seq}`)}  ${output.paint('dim', momentText(why.time))}`);
  output.sentence(why.text);
  if (why.lane !== '') output.line(output.paint('dim', `in lane ${why.lane}`));
  if (why.withinBefore !== undefined) output.sentence(`${output.paint('dim', 'was in')} ${listed(why.withinBefore)}`);
  for (const took of why.took ?? []) output.sentence(`${output.paint('dim', 'took')} ${tookText(took)}`);
  if (why.within !== undefined) output.sentence(`${output.paint('dim', 'in')} ${listed(why.within)}`);
  const isNews = why.input.seq !== why.seq && !why.ledBy.some(({ seq }) => seq === why.input.seq);
  const before = isNews ? [...why.ledBy, why.input] : why.ledBy;
  if (before.length > 0) {
    output.line();
    output.line(output.paint('dim', 'LED BY'));
    for (const led of before) writeLed(output, why, led);
  }
  if (why.input.context !== undefined) {
    output.line();
    output.line(output.paint('dim', 'CAME WITH'));
    for (const [name, text] of Object.entries(why.input.context)) output.sentence(`  ${name}  ${text}`, 4);
  }
  if (why.cancelled !== undefined) {
    output.line();
    output.line(output.paint('dim', 'ENDS LANES'));
    output.sentence(`  ${listed(why.cancelled)}`, 2);
  }
  if (why.sent !== undefined) {
    output.line();
    output.line(output.paint('dim', 'SENT'));
    for (const sent of why.sent) output.sentence(`  ${sentText(sent)}`, 4);
  }
  if (why.ways.length === 0) return;
  output.line();
  output.line(output.paint('dim', `WAYS OUT OF ${why.from}`));
  const isOpen = why.to === undefined && why.ways.every(({ outcome }) => outcome !== 'taken');
  for (const way of why.ways) writeWay(output, way, isOpen);
}

/** A transition within a node: `PAY [is open]: cart → paid`. */
function tookText({ from, to, kind, label = kind }: NonNullable<Why['took']>[number]): string {
  return `${label}: ${from ?? '(anywhere)'} → ${to}`;
}

function sentText({ type, thread, name, key = '', outcome, why = '' }: Sent): string {
  if (type === 'item') return `${name} "${key}"${thread === '' ? '' : ` of ${thread}`}: ${outcome}`;
  if (type === 'start') return `thread ${thread} of ${name}: ${outcome}`;
  return `${type} "${name}" to ${thread}: ${outcome}${why === '' ? '' : `: ${why}`}`;
}

function writeLed(output: Output, { thread }: Why, { seq, text }: Led): void {
  output.sentence(`  ${output.paint('bold', `${thread}@${seq}`)}  ${text}`, 4);
}

type Sent = NonNullable<Why['sent']>[number];

const styles: Readonly<Record<WayOut['outcome'], Style>> = {
  taken: 'green',
  refused: 'red',
  threw: 'red',
  'passed over': 'dim',
  'not due': 'dim',
};

const signs: Readonly<Record<WayOut['outcome'], string>> = {
  taken: '✓',
  refused: '✗',
  threw: '!',
  'passed over': '·',
  'not due': '·',
};

/** `isOpen` where none was taken: then events and timers that did not come were waited for. */
function writeWay(output: Output, { by, name, to, label, guard, outcome }: WayOut, isOpen: boolean): void {
  const cause = name === undefined ? by : `${by} ${name}`;
  const said = [label, guard !== undefined && guard !== label ? `when ${guard}` : undefined].filter(Boolean).join(', ');
  const isAwaited = isOpen && outcome === 'not due' && (by === 'event' || by === 'timer');
  const text = `${signs[outcome]} ${(isAwaited ? 'waits for' : outcome).padEnd(11)}  ${cause} → ${to ?? '(stays)'}`;
  output.sentence(`  ${output.paint(styles[outcome], text)}${said === '' ? '' : `  ${output.paint('dim', said)}`}`, 17);
}
