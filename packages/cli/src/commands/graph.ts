import { diagram, mermaid, type Diagram } from '@cairn/core';
import { checkpointAt, diagramAt } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { buildCommand, type Command } from '@stricli/core';
import { extname } from 'node:path';
import { checkpointIn } from '../database/checkpoint-in.ts';
import { checkpointName } from '../line/checkpoint-name.ts';
import type { Context } from '../context.ts';
import { reading, type DatabaseFlags } from '../database/database.ts';
import { looking } from '../database/looking.ts';
import { CommandError, usageError } from '../exit-code.ts';
import { db, debug, json, textFlag } from '../line/flags.ts';
import { graphLines } from '../printing/graph-text.ts';
import { graphNamed, graphOf, isModule, loadGraphs } from '../driving/graph-module.ts';
import { harmless } from '../printing/harmless.ts';
import { jsonBlock } from '../printing/json-text.ts';
import type { Output } from '../printing/output.ts';
import { writeOut } from '../printing/write-out.ts';
import { recordOf } from '../database/thread-record.ts';
import { marksOf, type Marks } from '@cairn/drawing/thread';

const formats = ['text', 'mermaid', 'svg', 'json'] as const;

interface Flags extends DatabaseFlags {
  readonly format?: (typeof formats)[number];
  readonly thread?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Draws a graph. */
export const command: Command<Context> = buildCommand<Flags, [string?], Context>({
  docs: {
    brief: 'Draw a graph as text, Mermaid or SVG',
    fullDescription:
      'Draw the graph that a module exports; or that of a thread, as it was at the checkpoint, with the nodes marked where the thread has been and is.',
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
      json,
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
    const { drawn, marks } = await drawing(this, flags, target);
    const format = formatOf(flags);
    if (flags.out === undefined) this.output.text(await textOf(this.output, drawn, marks, format));
    else {
      await writeOut({ out: flags.out, folder: this.folder, output: this.output }, [
        await textOf(this.output.plain, drawn, marks, format),
      ]);
      this.output.note(`Written: ${flags.out}`);
    }
  },
});

interface Drawing {
  readonly drawn: Diagram;
  readonly marks: Marks | undefined;
}

async function drawing(context: Context, flags: Flags, given?: string): Promise<Drawing> {
  const target = given ?? (flags.thread === undefined ? graphNamed(context, undefined) : context.env['CAIRN_GRAPH']);
  if (target === undefined && flags.thread === undefined)
    throw usageError('Name a module or a thread: cairn graph module.ts, or cairn graph INC-42.');
  const isOfModule = target !== undefined && (isModule(context, target) || /\.[cm]?[jt]sx?(?:#|$)/u.test(target));
  if (!isOfModule && given !== undefined && flags.thread !== undefined)
    throw usageError(
      `--thread marks a thread in the graph of a module, and "${given}" is none. Name one of the threads.`,
    );
  if (!isOfModule) return looking(context, flags, async (store) => ofThread(store, flags.thread ?? (target as string)));
  const module = await loadGraphs(context, target);
  const { thread } = flags;
  if (thread === undefined) return { drawn: diagram(graphOf(module)), marks: undefined };
  return reading(context, flags, async (store) => {
    const { thread: id, seq } = checkpointName(thread);
    const { graph } = await recordOf(store, id);
    const drawn = diagram(graphOf(module, graph));
    return { drawn, marks: await marksOf(store, await checkpointAt(store, id, seq), drawn) };
  });
}

async function ofThread(store: Store, name: string): Promise<Drawing> {
  const { thread, seq } = await checkpointIn(store, name);
  const { graph } = await recordOf(store, thread);
  const checkpoint = await checkpointAt(store, thread, seq);
  const drawn = await diagramAt(store, thread, checkpoint.seq);
  if (drawn === undefined) {
    throw new CommandError(
      `The graph "${graph}" of thread "${thread}" is not kept in ${store.name}. Name its module: cairn graph module.ts --thread ${name}.`,
    );
  }
  return { drawn, marks: await marksOf(store, checkpoint, drawn) };
}

/** The formats that the ending of a file says. */
const endings: Readonly<Record<string, (typeof formats)[number]>> = {
  '': 'text',
  '.txt': 'text',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.svg': 'svg',
  '.json': 'json',
};

function formatOf({ format, out, json: asJson }: Flags): (typeof formats)[number] {
  if (asJson === true && format !== undefined && format !== 'json')
    throw usageError(`--json and --format ${format} ask for two formats. Give one.`);
  if (asJson === true) return 'json';
  if (format !== undefined || out === undefined) return format ?? 'text';
  const ending = endings[extname(out).toLowerCase()];
  if (ending === undefined && !/^\/(?:dev|proc)\//u.test(out))
    throw usageError(`"${out}" does not say in which format. Name one: --format ${formats.join(', --format ')}.`);
  return ending ?? 'text';
}

async function textOf(
  output: Output,
  drawn: Diagram,
  marks: Marks | undefined,
  format: (typeof formats)[number],
): Promise<string> {
  switch (format) {
    case 'text':
      return `${graphLines(output, drawn, marks)
        .map((line) => harmless(line))
        .join('\n')}\n`;
    case 'mermaid':
      return harmless(mermaid(drawn, marks), '\n');
    case 'svg': {
      const { graphSvg } = await import('@cairn/drawing');
      return graphSvg(drawn, marks === undefined ? {} : { marks });
    }
    case 'json':
      return `${jsonBlock({ ...drawn, ...(marks && { visited: [...marks.visited], current: [...marks.current] }) })}\n`;
  }
}
