import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { replay } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { exportThread } from '@cairn/core/inspect';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../../context.ts';
import { reading, type DatabaseFlags } from '../../database/database.ts';
import { CommandError, exitCode } from '../../exit-code.ts';
import { db, debug, graph, json, textFlag } from '../../line/flags.ts';
import { graphOf, loadGraphs, type GraphFlags } from '../../driving/graph-module.ts';
import { makeFolder } from '../../printing/make-folder.ts';
import { jsonBlock } from '../../printing/json-text.ts';
import { recordOf } from '../../database/thread-record.ts';

const runners = ['vitest', 'node'] as const;

type Runner = (typeof runners)[number];

interface Flags extends DatabaseFlags, GraphFlags {
  readonly out?: string;
  readonly runner?: Runner;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Makes a test of a thread. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Make a test of a thread',
    fullDescription:
      'Write a thread to a file, and beside it a test that the graph of a module still goes as the thread went. No activity runs in it.',
  },
  parameters: {
    flags: {
      graph,
      out: textFlag('The folder to write to, test/threads by default', 'folder'),
      runner: {
        kind: 'enum',
        values: runners,
        optional: true,
        brief: 'What runs the test; vitest where it is installed',
      },
      db,
      json,
      debug,
    },
    aliases: { g: 'graph', o: 'out' },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The thread', placeholder: 'thread' }] },
  },
  async func(flags, id) {
    const module = await loadGraphs(this, flags.graph);
    const folder = resolve(this.folder, flags.out ?? join('test', 'threads'));
    const name = fileNameOf(id);
    const files = { recording: join(folder, `${name}.jsonl`), test: join(folder, `${name}.test.ts`) };
    if (existsSync(files.test)) {
      throw new CommandError(`"${relative(this.folder, files.test)}" exists, and is not replaced.`, exitCode.conflict);
    }
    const { lines, declared } = await reading(this, flags, async (store) => {
      const record = await recordOf(store, id);
      return { lines: await linesOf(store, id), declared: graphOf(module, record.graph) };
    });
    const { codecs, protect } = module;
    const options = { codecs, ...(protect !== undefined && { protect }) };
    const { divergence } = await replay(lines, declared, options);
    if (divergence !== undefined) {
      throw new CommandError(
        `The test would fail already: at ${id}@${divergence.seq}, ${divergence.how}`,
        exitCode.diverged,
      );
    }
    const exported = [...module.graphs].find(([, each]) => each === declared)?.[0] ?? 'graph';
    const path = relative(folder, resolve(this.folder, module.path)).replaceAll('\\', '/');
    makeFolder(folder);
    writeFileSync(files.recording, `${lines.join('\n')}\n`);
    const runner = flags.runner ?? runnerIn(this.folder);
    writeFileSync(
      files.test,
      testText(`${name}.jsonl`, { path, exported, isProtected: protect !== undefined }, runner),
    );
    const written = { recording: relative(this.folder, files.recording), test: relative(this.folder, files.test) };
    if (flags.json) this.output.line(jsonBlock({ thread: id, ...written }));
    else for (const file of Object.values(written)) this.output.line(file);
  },
});

/** An id as the name of a file: letters, digits and pictures of any script are kept. */
function fileNameOf(id: string): string {
  return id.replaceAll(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}_.-]+/gu, '-');
}

async function linesOf(store: Store, id: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportThread(store, id)) lines.push(line);
  return lines;
}

/** What runs the tests of a project: vitest where its manifest has that, or one of a folder that holds it. */
function runnerIn(folder: string): Runner {
  if (hasVitest(join(folder, 'package.json'))) return 'vitest';
  const above = dirname(folder);
  return above === folder ? 'node' : runnerIn(above);
}

function hasVitest(path: string): boolean {
  if (!existsSync(path)) return false;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return manifest['devDependencies']?.['vitest'] !== undefined || manifest['dependencies']?.['vitest'] !== undefined;
}

/** A graph as a module exports it. */
interface Exported {
  /** The module's path, from where the test is. */
  readonly path: string;
  readonly exported: string;
  /** Whether it exports how keys are protected. */
  readonly isProtected: boolean;
}

function testText(recording: string, { path, exported, isProtected }: Exported, runner: Runner): string {
  const specifier = path.startsWith('.') ? path : `./${path}`;
  const test = runner === 'node' ? 'node:test' : 'vitest';
  const named = [exported === 'default' ? '' : exported, isProtected ? 'protect' : ''].filter((each) => each !== '');
  const imported = [exported === 'default' ? 'graph' : '', named.length === 0 ? '' : `{ ${named.join(', ')} }`]
    .filter((each) => each !== '')
    .join(', ');
  const declared = `${exported === 'default' ? 'graph' : exported}${isProtected ? ', { protect }' : ''}`;
  return `import { recorded } from '@cairn/core';
import { test } from '${test}';
import ${imported} from '${specifier}';

const { name, run } = recorded(new URL('${recording}', import.meta.url), ${declared});

test(name, run);
`;
}
