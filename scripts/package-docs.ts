// Puts the guides and the pages of problems into the package that is built, so that who installs it has them: `problem.page`
// and the README name them there. What leads out of `docs` is the repository's own and stays there.

import { cpSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(import.meta.dirname, '..', 'docs');
const target = join(process.cwd(), 'docs');

/** Pages about the repository, not about using Cairn. */
const own = ['benchmarks.md'];

rmSync(target, { recursive: true, force: true });
cpSync(docs, target, { recursive: true, filter: (path) => !own.some((page) => path === join(docs, page)) });

const broken: string[] = [];
for (const page of globSync('**/*.md', { cwd: target })) {
  const text = readFileSync(join(target, page), 'utf8');
  const outside = page.includes('/') ? /\]\(\.\.\/\.\.\/[^)]*\)/gu : /\]\(\.\.\/[^)]*\)/gu;
  for (const [link] of text.matchAll(outside)) broken.push(`docs/${page}: ${link.slice(1)}`);
  for (const name of own) if (text.includes(`](${name}`)) broken.push(`docs/${page}: ${name}`);
}
if (broken.length > 0) {
  console.error(`These links lead to what the package does not ship:\n${broken.join('\n')}`);
  process.exit(1);
}
