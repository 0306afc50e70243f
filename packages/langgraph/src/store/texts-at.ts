/** The texts of a value at a path, as LangGraph's stores read it: `a.b`, `list[0]`, `list[-1]`, `list[*]`, `*`, `{a,b.c}`; `$` is all of it. */
export function textsAt(value: unknown, path: string): readonly string[] {
  return path === '' || path === '$' ? [jsonOf(value)] : within(value, partsOf(path));
}

function partsOf(path: string): readonly string[] {
  return path.match(/\[[^\]]*\]|\{[^}]*\}|[^.[{]+/gu) ?? [];
}

function within(value: unknown, [part, ...rest]: readonly string[]): readonly string[] {
  if (part === undefined) return textOf(value);
  const each = (values: readonly unknown[]): readonly string[] => values.flatMap((one) => within(one, rest));
  if (part.startsWith('[')) {
    if (!Array.isArray(value)) return [];
    const index = part.slice(1, -1);
    const at = Number.parseInt(index, 10);
    return index === '*' ? each(value) : Number.isNaN(at) ? [] : each(value.slice(at, at === -1 ? undefined : at + 1));
  }
  if (typeof value !== 'object' || value === null) return [];
  if (part.startsWith('{')) {
    const fields = part.slice(1, -1).split(',');
    return fields.flatMap((field) => within(value, partsOf(field.trim())));
  }
  if (part === '*') return each(Object.values(value));
  return Object.hasOwn(value, part) ? each([(value as Readonly<Record<string, unknown>>)[part]]) : [];
}

function textOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  return [typeof value === 'string' ? value : jsonOf(value)];
}

function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part), 2);
}
