/** The modules of a page, which its snippets and its commands use: TypeScript under a file's name, as in ```ts incident.ts. */
export function namedModules(page: string): ReadonlyMap<string, string> {
  const named = page.matchAll(/^```ts (?<name>[\w.-]+)\n(?<text>[\s\S]*?)^```$/gmu);
  return new Map(Array.from(named, ({ groups }) => [groups?.['name'] ?? '', groups?.['text'] ?? '']));
}
