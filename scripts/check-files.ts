// The rules about files that no lint rule knows: a name says a topic, a file has one topic, a folder is one room, the
// lockfile names no host.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const maxLines = 300;
const maxFiles = 25;
const topicless = ['types', 'utils', 'helpers', 'common', 'constants', 'misc', 'internal', 'impl'];

const inheritedWords =
  'an object has inherited names, and authors name things as they like: ask Object.hasOwn() where the name is no literal.';

const planWords =
  'what is kept of a plan names things as another version of its author did: read it with readPlanData(), in which nothing is inherited.';

const oldSpaceWords =
  'V8 makes a function that is written where it is assigned to a property in old space, and what it holds lives until that is collected: give it a name first.';

const waitWords =
  'what a page shows may stand in two places for a moment, and then waitFor() fails: wait by seen(), gone() or told() of seen.ts.';

const secondWords =
  'vi.waitFor() gives up after a second, which a busy machine takes for less: expect.poll() waits for as long as the configuration says.';

const root = join(import.meta.dirname, '..');
const sources = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root }).toSorted();

const complaints = [
  ...sources.filter(hasNoTopic).map((file) => `${file}: a file is named after its main export, not after its kind.`),
  ...sources.flatMap((file) => {
    const lines = lineCount(file);
    return lines > maxLines ? [`${file}: ${lines} lines, more than ${maxLines}. It holds two topics: split it.`] : [];
  }),
  ...sources.flatMap((file) => inheritedNames(file).map((line) => `${file}:${line}: ${inheritedWords}`)),
  ...sources.flatMap((file) => plansReadBare(file).map((line) => `${file}:${line}: ${planWords}`)),
  ...sources.flatMap((file) => madeInOldSpace(file).map((line) => `${file}:${line}: ${oldSpaceWords}`)),
  ...strictWaits().map((place) => `${place}: ${waitWords}`),
  ...hastyWaits().map((place) => `${place}: ${secondWords}`),
  ...fullFolders().map(
    ([folder, count]) => `${folder}: ${count} files, more than ${maxFiles}. It is two rooms: split it.`,
  ),
  ...(lockfileNamesAHost() ? ['pnpm-lock.yaml: names a host. Install with the default registry settings.'] : []),
];

for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length === 0 ? 0 : 1;

function hasNoTopic(file: string): boolean {
  return topicless.includes(basename(file).replace(/\.tsx?$/u, ''));
}

function fullFolders(): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const file of sources) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > maxFiles);
}

/** Lines at which a name that is not written there is sought with `in`, which finds `constructor` in every object. */
function inheritedNames(file: string): readonly number[] {
  const blank = (text: string): string => text.replaceAll(/[^\n]/gu, ' ');
  const code = readFileSync(join(root, file), 'utf8')
    .replaceAll(/\/\*.*?\*\//gsu, blank)
    .replaceAll(/'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/gu, (text) => `'${blank(text.slice(2))}'`)
    .replaceAll(/\/\/.*/gu, blank);
  return code.split('\n').flatMap((line, index) => {
    const isName = /(?<![#[.\w'])(?!const |let |Symbol\.|brand )[a-zA-Z_$][\w$.]* in [a-zA-Z_$(]/u.test(line);
    return isName && !/for \((?:const|let) /u.test(line) ? [index + 1] : [];
  });
}

/** Lines at which core takes a plan from its text, and with it all that objects inherit. */
function plansReadBare(file: string): readonly number[] {
  if (!file.startsWith(join('packages', 'core')) || basename(file) === 'plan-data.ts') return [];
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => (/JSON\.parse\(.* as PlanData/u.test(line) ? [index + 1] : []));
}

/** Lines of what runs for long at which a function is written where it is assigned to a property: one kept a whole runtime in memory. */
function madeInOldSpace(file: string): readonly number[] {
  if (!['core', 'sqlite'].some((name) => file.startsWith(join('packages', name)))) return [];
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const isWritten = /\.#?\w+ (?:\?\?)?= (?:async )?(?:function\b|(?:\([^()]*\)|\w+)(?:: [^=]+)? =>)/u;
  return lines.flatMap((line, index) => (isWritten.test(line) ? [index + 1] : []));
}

/** Where a test in a browser waits for one thing of a kind, of which there may be two for a moment. */
function strictWaits(): readonly string[] {
  const files = globSync('packages/*/test/browser/*.ts', { cwd: root, exclude: ['**/seen.ts'] });
  return files.flatMap((file) => linesWith('.waitFor(', file));
}

/** Where a test waits no longer than a second. */
function hastyWaits(): readonly string[] {
  const files = globSync(['{packages,examples}/*/test/**/*.ts', 'test/**/*.ts'], { cwd: root });
  return files.flatMap((file) => linesWith('vi.waitFor(', file));
}

function linesWith(text: string, file: string): readonly string[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.includes(text) ? [`${file}:${index + 1}`] : []));
}

function lineCount(file: string): number {
  return readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;
}

function lockfileNamesAHost(): boolean {
  const lockfile = join(root, 'pnpm-lock.yaml');
  return existsSync(lockfile) && /https?:/u.test(readFileSync(lockfile, 'utf8'));
}
