import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The pages that an installed package brings at its top, and the links in all its pages that lead nowhere. */
export function pagesIn(folder: string): { readonly pages: readonly string[]; readonly dead: readonly string[] } {
  const pages = globSync('{README,SKILL}.md', { cwd: folder }).toSorted();
  const links = [...pages, ...globSync('docs/**/*.md', { cwd: folder })].flatMap((page) => linksOf(join(folder, page)));
  return { pages, dead: links.filter((file) => !existsSync(file)) };
}

/** The files that a page links to. */
function linksOf(page: string): readonly string[] {
  const links = readFileSync(page, 'utf8').matchAll(/\]\((?<file>[^)#:]+)(?:#[^)]*)?\)/gu);
  return Array.from(links, ({ groups }) => join(dirname(page), groups?.['file'] ?? ''));
}
