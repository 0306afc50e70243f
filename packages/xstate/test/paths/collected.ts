import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnyGraph } from '@cairn/core';

const root = join(import.meta.dirname, '../../../..');

/** A graph that stands in an example or in a guide. */
export interface Collected {
  /** The file, and the line of the snippet. */
  readonly where: string;
  readonly graph: AnyGraph;
}

/**
 * The graphs of these guides and of these modules. Each is imported from a copy that exports what it declares and prints nothing; the copies stand where
 * all packages are found.
 */
export async function collected(guides: readonly string[], modules: readonly string[]): Promise<readonly Collected[]> {
  const folder = mkdtempSync(join(root, 'test/docs/.snippets-graphs-'));
  try {
    const found: Collected[] = [];
    for (const [index, { where, text }] of [
      ...guides.flatMap(snippetsOf),
      ...globSync([...modules], { cwd: root }).map(moduleOf),
    ].entries()) {
      const file = join(folder, `part${index}.ts`);
      writeFileSync(file, exporting(text));
      const all = Object.values((await import(file)) as Record<string, unknown>);
      found.push(...all.filter(isGraph).map((graph) => ({ where, graph })));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Source {
  readonly where: string;
  readonly text: string;
}

function snippetsOf(page: string): readonly Source[] {
  const source = readFileSync(join(root, page), 'utf8');
  const texts = Array.from(
    source.matchAll(/^```ts\n(?<text>[\s\S]*?)^```$/gmu),
    ({ groups }) => groups?.['text'] ?? '',
  );
  return texts
    .filter((text) => /^import /mu.test(text))
    .map((text) => ({ where: `${page}:${source.slice(0, source.indexOf(text)).split('\n').length}`, text }));
}

function moduleOf(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  return {
    where: path,
    text: text.replaceAll(/from '(?<to>\.[^']*)'/gu, (_, to: string) => `from '${join(root, dirname(path), to)}'`),
  };
}

function exporting(text: string): string {
  return text.replaceAll(/^const (?=\w+ = graph\()/gmu, 'export const ').replaceAll('console.log(', 'String(');
}

function isGraph(value: unknown): value is AnyGraph {
  return typeof value === 'object' && value !== null && 'source' in value && 'name' in value;
}
