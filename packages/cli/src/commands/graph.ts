import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { diagram, mermaid, type Diagram } from '@cairn/core';
import { planDiagram, type PlanData } from '@cairn/core/time';
import { buildCommand, type Command } from '@stricli/core';
import { checkpointName } from '../line/checkpoint-name.ts';
import type { Context } from '../context.ts';
import { reading, type DatabaseFlags } from '../database/database.ts';
import { CommandError, usageError } from '../exit-code.ts';
import { db, debug, textFlag } from '../line/flags.ts';
import { graphLines } from '../drawing/graph-text.ts';
import { graphOf, isModule, loadGraphs } from '../driving/graph-module.ts';
import { jsonBlock } from '../printing/json-text.ts';
import { recordOf } from '../database/thread-record.ts';
import { visitsOf, type Visits } from '../drawing/visits.ts';

const formats = ['text', 'mermaid', 'svg', 'json'] as const;

interface Flags extends DatabaseFlags {
  readonly format?: (typeof formats)[number];
  readonly thread?: string;
  readonly out?: string;
  readonly debug?: boolean;
}

/** Draws a graph. */
export const command: Command<Context> = buildCommand<Flags, [string?], Context>({
  docs: {
    brief: 'Draw a graph as text, Mermaid or SVG',
    fullDescription:
      'Draw the graph that a module exports; or that of a thread, as it was when the thread last ran, with the nodes marked where the thread has been and is.',
  },
  parameters: {
    flags: {
      format: {
        kind: 'enum',
        values: formats,
        optional: true,
        brief: 'How to draw it; by the name of the file, else as text',
      },
      thread: textFlag('Mark where a thread has been in the graph of a module', 'thread[@seq]'),
      out: textFlag('The file to write', 'path'),
      db,
      debug,
    },
    aliases: { f: 'format', o: 'out' },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          optional: true,
          brief: 'A module, or a thread; else $CAIRN_GRAPH',
          placeholder: 'module.ts[#export]|thread[@seq]',
        },
      ],
    },
  },
  async func(flags, target) {
    const { drawn, visits } = await drawing(this, flags, target);
    const text = await textOf(this, drawn, visits, formatOf(flags));
    if (flags.out === undefined) this.output.text(text);
    else {
      writeFileSync(resolve(this.folder, flags.out), text);
      this.output.note(`Written: ${flags.out}`);
    }
  },
});

interface Drawing {
  readonly drawn: Diagram;
  readonly visits: Visits | undefined;
}

async function drawing(context: Context, flags: Flags, target = context.env['CAIRN_GRAPH']): Promise<Drawing> {
  if (target === undefined && flags.thread === undefined)
    throw usageError('Name a module or a thread: cairn graph module.ts, or cairn graph INC-42.');
  const isOfModule = target !== undefined && (isModule(context, target) || /\.[cm]?[jt]sx?(?:#|$)/u.test(target));
  if (!isOfModule) return reading(context, flags, async (store) => ofThread(store, flags.thread ?? (target as string)));
  const module = await loadGraphs(context, target);
  const { thread } = flags;
  if (thread === undefined) return { drawn: diagram(graphOf(module)), visits: undefined };
  return reading(context, flags, async (store) => {
    const { thread: id, seq } = checkpointName(thread);
    const { graph } = await recordOf(store, id);
    return { drawn: diagram(graphOf(module, graph)), visits: await visitsOf(store, id, seq) };
  });
}

async function ofThread(store: Parameters<typeof visitsOf>[0], name: string): Promise<Drawing> {
  const { thread, seq } = checkpointName(name);
  const { fingerprint, graph } = await recordOf(store, thread);
  const plan = await store.plan(fingerprint);
  if (plan === undefined) {
    throw new CommandError(
      `The graph "${graph}" of thread "${thread}" is not kept in ${store.name}. Name its module: cairn graph module.ts --thread ${name}.`,
    );
  }
  return { drawn: planDiagram(JSON.parse(plan) as PlanData), visits: await visitsOf(store, thread, seq) };
}

function formatOf({ format, out }: Flags): (typeof formats)[number] {
  if (format !== undefined) return format;
  if (out?.endsWith('.svg') === true) return 'svg';
  if (out !== undefined && /\.(?:mmd|mermaid)$/u.test(out)) return 'mermaid';
  return out?.endsWith('.json') === true ? 'json' : 'text';
}

async function textOf(
  { output }: Context,
  drawn: Diagram,
  visits: Visits | undefined,
  format: (typeof formats)[number],
): Promise<string> {
  switch (format) {
    case 'text':
      return `${graphLines(output, drawn, visits).join('\n')}\n`;
    case 'mermaid':
      return mermaid(drawn);
    case 'svg': {
      const { graphSvg } = await import('../drawing/graph-svg.ts');
      return graphSvg(drawn, visits);
    }
    case 'json':
      return `${jsonBlock({ ...drawn, ...(visits && { visited: [...visits.visited], current: [...visits.current] }) })}\n`;
  }
}
