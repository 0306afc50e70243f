/** What of a thread is looked at. The address says it, so that it can be sent, kept and gone back to. */

export const inspectorTabs = ['changes', 'state', 'why', 'results', 'raw'] as const;
export const lowerTabs = ['log', 'timeline', 'branches'] as const;

export type InspectorTab = (typeof inspectorTabs)[number];
export type LowerTab = (typeof lowerTabs)[number];

export interface Place {
  /** A checkpoint; the newest where none is named, whatever comes. */
  readonly at?: number | undefined;
  readonly tab: InspectorTab;
  readonly view: LowerTab;
  /** The lane whose state is shown; that of the checkpoint where none is named. */
  readonly lane?: string | undefined;
  /** A value whose writers are asked for, as a path. */
  readonly blame?: readonly (string | number)[] | undefined;
  /** A node whose visits are listed. */
  readonly node?: string | undefined;
}

/** The place that the part of an address after its `?` names; what it says wrongly is as though it were not said. */
export function readPlace(asked: URLSearchParams): Place {
  const at = Number(asked.get('at') ?? Number.NaN);
  const blame = pathIn(asked.get('blame'));
  return {
    tab: oneOf(inspectorTabs, asked.get('tab')),
    view: oneOf(lowerTabs, asked.get('view')),
    ...(Number.isInteger(at) && at >= 1 && { at }),
    ...(asked.has('lane') && { lane: asked.get('lane') ?? '' }),
    ...(blame !== undefined && { blame }),
    ...(asked.get('node') !== null && { node: asked.get('node') ?? '' }),
  };
}

/** The part of an address that names a place; what is as it is by default is left out. */
export function writePlace({ at, tab, view, lane, blame, node }: Place): string {
  const asked = new URLSearchParams();
  if (at !== undefined) asked.set('at', String(at));
  if (tab !== inspectorTabs[0]) asked.set('tab', tab);
  if (view !== lowerTabs[0]) asked.set('view', view);
  if (lane !== undefined) asked.set('lane', lane);
  if (blame !== undefined) asked.set('blame', JSON.stringify(blame));
  if (node !== undefined) asked.set('node', node);
  return asked.toString();
}

/** The checkpoint that `thread@seq` names; a thread's name may have an @ in it. */
export function readCheckpoint(name: string): { readonly thread: string; readonly seq: number } | undefined {
  const at = name.lastIndexOf('@');
  const seq = Number(name.slice(at + 1));
  return at < 1 || !Number.isInteger(seq) || seq < 1 ? undefined : { thread: name.slice(0, at), seq };
}

function oneOf<Word extends string>(words: readonly [Word, ...Word[]], given: string | null): Word {
  return words.find((word) => word === given) ?? words[0];
}

function pathIn(text: string | null): readonly (string | number)[] | undefined {
  try {
    const path: unknown = JSON.parse(text ?? '');
    const isPath =
      Array.isArray(path) && path.length > 0 && path.every((step) => ['string', 'number'].includes(typeof step));
    return isPath ? (path as (string | number)[]) : undefined;
  } catch {
    return undefined;
  }
}
