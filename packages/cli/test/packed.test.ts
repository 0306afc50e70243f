import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packedProject, type PackedProject } from '../../../test/consumer/packed-project.ts';
import { namedModules } from '../../../test/docs/named-modules.ts';
import { lasting, pageOf, partsOf, Session, type Part, type Typed } from './session.ts';

const docs = join(import.meta.dirname, '..', '..', '..', 'docs');

/** The pages whose commands are run. */
const pages = ['cli', 'resume', 'time-travel', 'replay'];

/** To write what commands say today into the pages: UPDATE_EXAMPLES=1 pnpm unit packages/cli/test/packed.test.ts */
const isUpdate = process.env['UPDATE_EXAMPLES'] !== undefined;

let project: PackedProject;

beforeAll(() => {
  project = packedProject(['core', 'sqlite', 'drawing', 'studio', 'cli'], { zod: '^4.6.7' });
}, 300_000);

afterAll(() => project[Symbol.dispose]());

describe('in a project that only has the packed packages', () => {
  test.each(pages)('every command in docs/%s.md says what the page says', (name) => {
    const page = join(docs, `${name}.md`);
    const source = readFileSync(page, 'utf8');
    const session = sessionOf(name);
    const parts = partsOf(source);
    const today = parts.map((part): Part =>
      typeof part === 'string' ? part : part.map((told) => again(session, told)),
    );
    expect(today.filter((part) => typeof part !== 'string').length).toBeGreaterThan(2);
    expect(pageOf(today)).not.toContain('(unexpected;');
    if (isUpdate) writeFileSync(page, pageOf(today));
    expect(today).toEqual(isUpdate ? today : parts);
  });

  test('the version is that of the package', () => {
    expect(sessionOf('version').type('cairn --version').output).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  test('a command loads what it needs and nothing else', () => {
    sessionOf('loaded', 'cli').type('cairn start --graph incident.ts service=checkout --db start-up.db');
    const help = filesOf(loadedBy('--help'));
    const all = loadedBy('thread list --db start-up.db');
    const list = filesOf(all);
    expect(help.length).toBeLessThan(20);
    expect(bytesOf(help)).toBeLessThan(161_000);
    expect(help.filter((file) => /better-sqlite3|dagre/u.test(file))).toEqual([]);
    const log = filesOf(loadedBy('thread log --help'));
    expect(list.length).toBeLessThan(36);
    expect(bytesOf(list)).toBeLessThan(435_000);
    expect(list.filter((file) => /dagre|drawing\/dist\/index|driving|core\/dist\/time/u.test(file))).toEqual([]);
    expect(log.filter((file) => /better-sqlite3/u.test(file))).toEqual([]);
    // Each of these takes a program milliseconds and megabytes, and none of it is used to list threads.
    expect(
      all.filter((name) =>
        /^NativeModule (?:crypto|zlib|child_process|fs\/promises|internal\/fs\/streams)$/u.test(name),
      ),
    ).toEqual([]);
  });

  test('a thread is written to one file by what is installed, and the page is loaded only for that', () => {
    const session = sessionOf('sent', 'cli');
    session.type('cairn start --graph incident.ts service=checkout --id INC-1');
    expect(session.type('cairn thread export INC-1 --html --out INC-1.html').output).toMatch(
      /^INC-1\.html: \d+ lines\./u,
    );
    const html = readFileSync(join(project.folder, 'sent', 'INC-1.html'), 'utf8');
    expect(html).toMatch(/^<!doctype html>/u);
    expect(html).toMatch(/<script type="application\/gzip" id="thread" data-at="\d+">\n[\w+/=\n]+<\/script>/u);
    expect(html).toMatch(/^[\n -~]*$/u);
    expect(session.type('cairn thread export INC-1 --html | cmp --bytes=1000 - INC-1.html').output).toBe('');
    const loaded = filesOf(loadedBy('thread export INC-1 --db ../sent/cairn.db'));
    expect(loaded.filter((file) => file.includes('studio'))).toEqual([]);
  });

  test('a program loads up to its first node no more than today', () => {
    const program = join(project.folder, 'first-node.mjs');
    writeFileSync(
      program,
      `import { graph, open } from '@cairn/core';
      import { sqlite } from '@cairn/sqlite';
      const nodes = { work: { run: () => ({}), next: 'end' }, end: { final: true } };
      const first = graph({ name: 'first', state: {}, start: 'work', nodes });
      const cairn = open({ store: sqlite('first-node.db'), graphs: [first] });
      await (await cairn.start(first)).ended();
      await cairn.close();`,
    );
    const all = loadedBy('', program);
    const files = filesOf(all);
    // What runs a query of SQL in a process of its own is loaded with the first query.
    expect(all.filter((name) => /^NativeModule (?:child_process|dgram)$/u.test(name))).toEqual([]);
    expect(files.length).toBeLessThan(27);
    expect(bytesOf(files)).toBeLessThan(962_000);
    expect(files.filter((file) => /zod|stricli|dagre/u.test(file))).toEqual([]);
  });

  test('no packed file of a library has kinds of characters in a literal, which V8 gathers while it parses the file', () => {
    const files = ['core', 'sqlite'].flatMap((name) => {
      const cwd = join(project.folder, 'node_modules', '@cairn', name);
      return globSync('dist/**/*.js', { cwd }).map((file) => join(cwd, file));
    });
    const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
    const kinds = lines.filter((line) => /\\p\{/u.test(line));
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter((line) => !line.includes('String.raw'))).toEqual([]);
  });

  test('the text of every packed file is one byte a character, in memory too', () => {
    // Not those of Studio's page, which only browsers load.
    const files = ['core', 'sqlite', 'drawing', 'studio', 'cli'].flatMap((name) => {
      const cwd = join(project.folder, 'node_modules', '@cairn', name);
      return globSync('dist/**/*.js', { cwd, exclude: ['dist/page/**'] }).map((file) => join(cwd, file));
    });
    expect(files.length).toBeGreaterThan(30);
    expect(files.filter((file) => /\P{ASCII}/u.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  describe('a shell', () => {
    let session: Session;
    const lines = (command: string): readonly string[] => session.type(command).output.trim().split('\n');
    const words = (command: string): readonly string[] =>
      lines(`cairn __complete ${command}`).map((line) => line.split('\t')[0] ?? '');

    beforeAll(() => {
      session = sessionOf('completed', 'cli');
      session.type('cairn start --graph incident.ts service=checkout --id COMPLETE-1');
      session.type('cairn start --graph incident.ts service=checkout --id c:2');
      for (const shell of ['bash', 'zsh', 'fish']) session.type(`cairn completion ${shell} > script.${shell}`);
    });

    test('is told what a word may become, and what that is', () => {
      expect(lines('cairn __complete thr')).toEqual([
        'thread\tLook at threads, compare, fork, rewind, edit, move them',
      ]);
      expect(words("thread ''")).toContain('rewind');
      expect(words('thread log --')).toContain('--before');
      expect(words("resume --on-busy ''")).toEqual(['wait', 'refuse', 'replace']);
      expect(words("thread list --status ''")).toContain('failed');
      expect(words("completion ''")).toEqual(['bash', 'zsh', 'fish']);
    });

    test('is told what the database holds', () => {
      expect(lines('cairn __complete thread log COMP')).toEqual(['COMPLETE-1\twaiting incident']);
      expect(words("send ''")).toEqual(['c:2', 'COMPLETE-1']);
      expect(words("thread log --limit 3 ''")).toEqual(['c:2', 'COMPLETE-1']);
      expect(words("thread log COMPLETE-1 ''")).toContain('--before');
      expect(words("send COMPLETE-1 ''")).toEqual(['approve', 'reject']);
      expect(words('thread blame COMPLETE-1@3 s')).toEqual(['service', 'severity', 'spent']);
      session.type('cairn send COMPLETE-1 approve by=ada --graph incident.ts');
      expect(words("answer COMPLETE-1 ''")).toEqual(['lesson']);
    });

    test.each(["check ''", "thread log --db ''", 'start --graph inc', 'graph inc'])(
      'is left to complete files in "%s"',
      (command) => {
        expect(words(command)).toEqual(['']);
      },
    );

    test('completes in bash', () => {
      const reply = (line: string): readonly string[] =>
        lines(
          `bash -c 'source script.bash; COMP_LINE="${line}" COMP_POINT=${line.length}; _cairn; echo "\${COMPREPLY[@]}"'`,
        );
      expect(reply('cairn waiti')).toEqual(['waiting']);
      expect(reply('cairn thread show COMP')).toEqual(['COMPLETE-1']);
      expect(reply('cairn thread show c:')).toEqual(['2']);
    });

    test('quotes in bash what a shell would run or expand', () => {
      const odd = sessionOf('odd', 'cli');
      for (const shell of ['bash', 'fish']) odd.type(`cairn completion ${shell} > script.${shell}`);
      const ids = ['order-$(touch${IFS}pwned)', '`touch${IFS}pwned`', 'star*', 'a$b', "it's", 'q"q', 'a;b', 'a\\b'];
      for (const id of ids) {
        odd.type(`cairn start --graph incident.ts service=checkout --detach --id '${id.replaceAll("'", `'\\''`)}'`);
      }
      // What the completion gives is run as a command line would be.
      const line = 'cairn thread show ';
      writeFileSync(
        join(project.folder, 'odd', 'type.bash'),
        `source script.bash; COMP_LINE='${line}' COMP_POINT=${line.length}; _cairn\n` +
          'for word in "${COMPREPLY[@]}"; do eval "set -- $word"; [[ $# == 1 ]] && echo "$1"; done\n',
      );
      expect(odd.type('bash type.bash').output.trim().split('\n').toSorted()).toEqual(ids.toSorted());
      expect(odd.type('ls').output).not.toContain('pwned');
    });

    test.skipIf(!hasShell('zsh'))('completes in zsh', () => {
      // What the script hands to the completion system is printed instead.
      writeFileSync(
        join(project.folder, 'completed', 'type.zsh'),
        'compdef() {}\n_files() { print files }\n_describe() { print -rl -- "${(P@)@[-1]}" }\n' +
          'source script.zsh\nwords=(cairn "$@") CURRENT=$(( $# + 1 ))\n_cairn\n',
      );
      const reply = (args: string): readonly string[] => lines(`zsh -f type.zsh ${args}`);
      expect(reply('waiti')).toEqual(['waiting:List waiting threads, and what they wait for']);
      expect(reply('thread show c')).toEqual(['c\\:2:waiting incident']);
      expect(reply('start --graph inc')).toEqual(['files']);
    });

    test.skipIf(!hasShell('fish'))('completes in fish', () => {
      const reply = (line: string): readonly string[] =>
        lines(`fish --no-config -c 'source script.fish; complete -C "${line}"'`);
      expect(reply('cairn waiti')).toEqual(['waiting\tList waiting threads, and what they wait for']);
      expect(reply('cairn thread show c')).toEqual(['c:2\twaiting incident']);
      expect(reply('cairn start --graph inc')).toEqual(['incident.ts']);
    });
  });
});

function hasShell(name: string): boolean {
  return spawnSync(name, ['--version']).status === 0;
}

/** A new folder of the project in which commands are typed, with the modules of a page. */
function sessionOf(name: string, page = name): Session {
  const folder = join(project.folder, name);
  mkdirSync(folder);
  const path = join(docs, `${page}.md`);
  const modules = existsSync(path) ? namedModules(readFileSync(path, 'utf8')) : [];
  for (const [file, text] of modules) writeFileSync(join(folder, file), text);
  return new Session(folder, project.folder);
}

function filesOf(loaded: readonly string[]): readonly string[] {
  return loaded.filter((name) => name.startsWith('file:'));
}

/** How many bytes of source they have. */
function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(fileURLToPath(file)).size, 0);
}

/** What a command or another program loads: files as URLs, and modules of Node. */
function loadedBy(args: string, program?: string): readonly string[] {
  const folder = join(project.folder, 'loaded');
  const list = join(folder, 'loaded.txt');
  const preload = pathToFileURL(join(import.meta.dirname, 'loaded-files.mjs')).href;
  const bin = program ?? join(project.folder, 'node_modules', '@cairn', 'cli', 'dist', 'cairn.js');
  rmSync(list, { force: true });
  execFileSync(process.execPath, ['--import', preload, bin, ...args.split(' ').filter(Boolean)], {
    cwd: folder,
    env: { PATH: process.env['PATH'], LOADED_FILES: list },
  });
  return readFileSync(list, 'utf8').trim().split('\n');
}

/** Types a command of a page again; it is as told where nothing else is said than then. */
function again(session: Session, told: Typed): Typed {
  const today = session.type(told.command);
  return lasting(today.output) === lasting(told.output) ? told : today;
}
