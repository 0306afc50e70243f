import { counted } from '@cairn/core/store';
import { check } from '@cairn/core';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { debug, json } from '../line/flags.ts';
import { loadGraphs, type GraphModule } from '../driving/graph-module.ts';
import { jsonBlock } from '../printing/json-text.ts';
import type { Output } from '../printing/output.ts';

interface Flags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Looks for mistakes in graphs. */
export const command: Command<Context> = buildCommand<Flags, string[], Context>({
  docs: {
    brief: 'Look for mistakes in graphs',
    fullDescription:
      'Look for mistakes in the graphs that modules export, all of them at once. Nothing of the graphs is run.',
  },
  parameters: {
    flags: { json, debug },
    positional: { kind: 'array', parameter: { parse: String, brief: 'A module', placeholder: 'module.ts[#export]' } },
  },
  async func(flags, ...specs) {
    const modules: GraphModule[] = [];
    for (const spec of specs.length === 0 ? [undefined] : specs) modules.push(await loadGraphs(this, spec));
    const checked = modules.flatMap(({ path, graphs }) =>
      [...new Set(graphs.values())].map((graph) => ({ module: path, graph: graph.name, mistakes: check(graph) })),
    );
    const mistakes = checked.reduce((sum, each) => sum + each.mistakes.length, 0);
    if (mistakes > 0) this.exitCode = exitCode.problem;
    if (flags.json) this.output.line(jsonBlock({ graphs: checked }));
    else for (const each of checked) write(this.output, each);
  },
});

interface Checked {
  readonly module: string;
  readonly graph: string;
  readonly mistakes: ReturnType<typeof check>;
}

function write(output: Output, { module, graph, mistakes }: Checked): void {
  const sign = mistakes.length === 0 ? output.paint('green', '✓') : output.paint('red', '✗');
  const count = mistakes.length === 0 ? '' : `  ${counted(mistakes.length, 'mistake')}`;
  output.line(`${sign} ${output.paint('bold', graph)}  ${output.paint('dim', module)}${count}`);
  for (const { path, message, code } of mistakes) {
    output.line(`    ${output.paint('yellow', path)}  ${message} ${output.paint('dim', `(${code})`)}`);
  }
}
