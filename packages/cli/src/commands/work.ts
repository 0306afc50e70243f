import { listed } from '@cairn/core/store';
import type { Duration } from '@cairn/core/store';
import { isProblem, open, type RuntimeEvent } from '@cairn/core';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { writing, writingOrMaking, type DatabaseFlags } from '../database/database.ts';
import { usageError } from '../exit-code.ts';
import { db, debug, json, durationFlag, numberFlag, switchFlag } from '../line/flags.ts';
import { loadGraphs, servicesOfAll, type GraphModule } from '../driving/graph-module.ts';
import { jsonPrintable, oneLine } from '../printing/harmless.ts';
import type { Output } from '../printing/output.ts';
import { statusStyle } from '../thread/summary.ts';
import { clockText } from '@cairn/drawing/words';

interface Flags extends DatabaseFlags {
  readonly graph?: readonly string[];
  readonly concurrency?: number;
  readonly drain?: Duration;
  readonly create?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Drives whatever has something to do. */
export const command: Command<Context> = buildCommand<Flags, [], Context>({
  docs: {
    brief: 'Drive whatever has something to do, until stopped',
    fullDescription:
      'Drive the threads of the graphs that modules export, whoever started them, until SIGINT or SIGTERM. Then nothing more is taken up, and what runs may end; a second signal ends it at once.',
  },
  parameters: {
    flags: {
      graph: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'A module that exports graphs; give it again for another; else $CAIRN_GRAPH',
        placeholder: 'module.ts[#export]',
      },
      concurrency: numberFlag('So many threads at once, 32 by default', 1),
      drain: durationFlag('How long activities may go on once it stops, 10s by default', '10s'),
      create: switchFlag('Make the database where there is none'),
      db,
      json,
      debug,
    },
    aliases: { g: 'graph' },
  },
  async func({ graph = [undefined] as unknown as readonly string[], concurrency, drain, create, ...flags }) {
    const modules: GraphModule[] = [];
    for (const spec of graph) modules.push(await loadGraphs(this, spec));
    const graphs = [...new Set(modules.flatMap((module) => [...module.graphs.values()]))];
    const twice = graphs.find((one, index) => graphs.findIndex(({ name }) => name === one.name) !== index);
    if (twice !== undefined) throw usageError(`Two graphs are named "${twice.name}". Name one: module.ts#export.`);
    const [protect, other] = new Set(modules.flatMap((module) => module.protect ?? []));
    if (other !== undefined)
      throw usageError('Two modules export "protect", and not the same. Start a worker for each.');
    await (create === true ? writingOrMaking : writing)(this, flags, async (store) => {
      const cairn = open({
        store,
        graphs,
        codecs: modules.flatMap(({ codecs }) => codecs),
        services: await servicesOfAll(modules),
        around: [...new Set(modules.flatMap(({ around }) => around))],
        ...(protect !== undefined && { protect }),
        recover: false,
        onEvent: (event) => {
          if (isTold(event)) write(this.output, event, flags.json === true);
        },
        ...(concurrency !== undefined && { concurrency }),
      });
      this.ending.stop = () => {
        this.output.note('Nobody reads what is written here any more; the worker stops.');
        process.kill(process.pid, 'SIGTERM');
      };
      try {
        this.output.note(`Working on ${listed(graphs.map(({ name }) => name))}; Ctrl-C stops it.`);
        await cairn.work({ ...(drain !== undefined && { drain }) });
      } finally {
        await cairn.close();
      }
    });
  },
});

/** What is told of what a worker does: whose threads it has, and how they stand. */
type Told = Exclude<RuntimeEvent, { type: Detail }>;
type Detail = 'started' | 'checkpoint' | 'attempt' | 'run' | 'output' | 'ended';

const details: ReadonlySet<string> = new Set<Detail>(['started', 'checkpoint', 'attempt', 'run', 'output', 'ended']);

function isTold(event: RuntimeEvent): event is Told {
  return !details.has(event.type);
}

function write(output: Output, event: Told, asJson: boolean): void {
  const time = Date.now();
  if (asJson) {
    const error = 'error' in event ? { error: errorOf(event.error) } : {};
    output.line(jsonPrintable(JSON.stringify({ time, ...event, ...error })));
    return;
  }
  output.line(`${output.paint('dim', clockText(time))}  ${textOf(output, event)}`);
}

function textOf(output: Output, event: Told): string {
  switch (event.type) {
    case 'status':
      return `${event.thread}  ${output.paint(statusStyle[event.status], event.status)}`;
    case 'refused':
    case 'broken':
      return `${event.thread}  ${output.paint('red', event.type)}  ${oneLine(errorOf(event.error).message)}`;
    case 'failing':
      return `${output.paint('red', 'failing')}  ${oneLine(errorOf(event.error).message)}`;
    case 'stopping':
      return `stopping; ${event.driven} still driven`;
    case 'stopped':
      return 'stopped';
    default:
      return `${event.thread}  ${event.type}`;
  }
}

function errorOf(error: unknown): { readonly message: string; readonly code?: string } {
  if (isProblem(error)) return { message: error.message, code: error.code };
  return { message: error instanceof Error ? error.message : String(error) };
}
