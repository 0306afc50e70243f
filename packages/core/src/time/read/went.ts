import type { Went } from '../../base/drawing.ts';
import type { Row } from '../../advance/state/row.ts';
import { valueAt } from '../../compile/active-states.ts';
import { obviousAmong } from '../../compile/obvious-taken.ts';
import type { Diagram, DiagramEdge } from '../../compile/diagram.ts';
import type { Holder } from './active.ts';

/** What a node that hosts something tells of what was done within it; nothing where it tells nothing, or something else. */
export function wentIn({ went }: Holder, values: Readonly<Record<string, unknown>>): Went {
  const told = went === undefined ? undefined : valueAt(values, [went.key, ...(went.path ?? [])]);
  if (typeof told !== 'object' || told === null) return {};
  const { taken, entered, renamed } = told as Readonly<Record<string, unknown>>;
  return {
    ...(Array.isArray(taken) && { taken: taken.filter(isText) }),
    ...(Array.isArray(entered) && { entered: entered.filter(isText) }),
    ...(typeof renamed === 'object' && renamed !== null && { renamed: renamed as Readonly<Record<string, string>> }),
  };
}

/** Whether a row changed a key of a lane, be it to what it was. */
export function changesKey({ lane, changes, opened }: Row, path: string, key: string): boolean {
  if (lane === path && changes !== undefined && Object.hasOwn(changes, key)) return true;
  return opened?.lanes.some((each) => each.path === path && Object.hasOwn(each.changes ?? {}, key)) === true;
}

/** What of a row's event follows where the node tells nothing of it. */
export function obviousIn(
  { edges }: Diagram,
  { holder }: Holder,
  { cause, label }: Row,
  before: readonly string[],
): readonly string[] {
  if (cause !== 'event' || label === undefined) return [];
  const own = edges.filter(({ to }) => to.startsWith(`${holder}.`));
  return [obviousAmong(own, new Set([holder, ...before]), label) ?? []].flat();
}

/** The edges that a node's transitions are, in the order in which these were taken. */
export function edgesTaken({ edges }: Diagram, { holder }: Holder, taken: readonly string[]): readonly DiagramEdge[] {
  const own = edges.filter(({ id, to }) => id !== undefined && to.startsWith(`${holder}.`));
  return taken.flatMap((each) => own.filter(({ id }) => id === each));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
