import { grouped } from './grouped.ts';

/**
 * The lines that lead back to where one came from: they are drawn upwards. A graph is walked from where it starts, so that its start is above what comes
 * after it.
 */
export function backward<Line extends { readonly from: string; readonly to: string }>(
  nodes: readonly { readonly id: string; readonly isStart: boolean }[],
  lines: readonly Line[],
): ReadonlySet<Line> {
  const leaving = grouped(lines, ({ from }) => from);
  const found = new Set<Line>();
  const [seen, open] = [new Set<string>(), new Set<string>()];
  const walk = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    open.add(id);
    for (const line of leaving.get(id) ?? []) {
      if (open.has(line.to)) found.add(line);
      else walk(line.to);
    }
    open.delete(id);
  };
  for (const { id, isStart } of nodes) if (isStart) walk(id);
  for (const { id } of nodes) walk(id);
  return found;
}
