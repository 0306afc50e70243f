import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packedProject, type PackedProject } from '../../../test/consumer/packed-project.ts';
import { lasting, pageOf, partsOf, Session, type Part } from './session.ts';

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'cli.md');

/** To write what commands say today into the page: UPDATE_EXAMPLES=1 pnpm unit packages/cli/test/packed.test.ts */
const isUpdate = process.env['UPDATE_EXAMPLES'] !== undefined;

let project: PackedProject;

beforeAll(() => {
  project = packedProject(['core', 'sqlite', 'cli'], { zod: '^4.6.7' });
}, 300_000);

afterAll(() => project[Symbol.dispose]());

describe('in a project that only has the packed packages', () => {
  test('every example of the guide says what the guide says', { timeout: 120_000 }, () => {
    const source = readFileSync(page, 'utf8');
    const module = /^```ts\n(?<text>[\s\S]*?)^```$/mu.exec(source)?.groups?.['text'] ?? '';
    writeFileSync(join(project.folder, 'incident.ts'), module);
    const session = new Session(project.folder);
    const parts = partsOf(source);
    const today = parts.map((part): Part =>
      typeof part === 'string' ? part : part.map(({ command }) => session.type(command)),
    );
    expect(pageOf(today)).not.toContain('(unexpected;');
    if (isUpdate) writeFileSync(page, pageOf(today));
    const told = isUpdate ? today : parts;
    expect(today.map(lastingPart)).toEqual(told.map(lastingPart));
  });

  test('the version is that of the package', () => {
    expect(new Session(project.folder).type('cairn --version').output).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  test('a command loads what it needs and nothing else', () => {
    const session = new Session(project.folder);
    session.type('cairn start --graph incident.ts service=checkout --db start-up.db');
    const help = loadedBy('--help');
    const list = loadedBy('thread list --db start-up.db');
    expect(help.length).toBeLessThan(20);
    expect(help.filter((file) => /better-sqlite3|dagre/u.test(file))).toEqual([]);
    expect(list.length).toBeLessThan(60);
    expect(list.filter((file) => /dagre|graph-svg|driving/u.test(file))).toEqual([]);
  });

  test('a shell completes commands, flags and threads', () => {
    const session = new Session(project.folder);
    session.type('cairn start --graph incident.ts service=checkout --id COMPLETE-1 --db completed.db');
    const lines = (command: string): readonly string[] => session.type(command).output.trim().split('\n');
    expect(lines('cairn __complete thr')).toEqual(['thread']);
    expect(lines("cairn __complete thread ''")).toContain('rewind');
    expect(lines('cairn __complete thread log --')).toContain('--before');
    expect(lines('CAIRN_DB=completed.db cairn __complete thread log COMP')).toEqual(['COMPLETE-1']);
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { output } = session.type(`cairn completion ${shell} > script.${shell} && echo written`);
      expect(output).toBe('written\n');
    }
    const words = `COMP_LINE='cairn waiti' COMP_POINT=11`;
    expect(
      lines(`bash -c 'source script.bash; ${words.replaceAll("'", '"')}; _cairn; echo "\${COMPREPLY[@]}"'`),
    ).toEqual(['waiting']);
  });
});

/** The files that the command loads. */
function loadedBy(args: string): readonly string[] {
  const list = join(project.folder, 'loaded.txt');
  const preload = pathToFileURL(join(import.meta.dirname, 'loaded-files.mjs')).href;
  const bin = join(project.folder, 'node_modules', '@cairn', 'cli', 'dist', 'cairn.js');
  rmSync(list, { force: true });
  execFileSync(process.execPath, ['--import', preload, bin, ...args.split(' ')], {
    cwd: project.folder,
    env: { PATH: process.env['PATH'], LOADED_FILES: list },
  });
  return readFileSync(list, 'utf8').trim().split('\n');
}

function lastingPart(part: Part): Part {
  return typeof part === 'string' ? part : part.map(({ command, output }) => ({ command, output: lasting(output) }));
}
