import type { ThreadListed } from '../../api.ts';
import type { Asked } from '../data/path-of.ts';
import { statuses } from '../parts/statuses.ts';

/** Which threads are listed; all of it is in the address. */
export interface Filter {
  readonly status: readonly string[];
  readonly graph: string;
  readonly tags: readonly string[];
  readonly node: string;
  /** What is sought in ids, values and errors. */
  readonly text: string;
  /** How long ago something happened to them last, at most: `1h`, `7d`. */
  readonly within: string;
}

/** The times that can be chosen. */
export const spans: Readonly<Record<string, number>> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
};

/** The filter that an address has. */
export function filterOf(asked: URLSearchParams): Filter {
  const said = (asked.get('status') ?? '').split(',');
  const within = asked.get('within') ?? '';
  return {
    status: statuses.filter((status) => said.includes(status)),
    graph: asked.get('graph') ?? '',
    tags: asked.getAll('tag'),
    node: asked.get('node') ?? '',
    text: asked.get('text') ?? '',
    within: Object.hasOwn(spans, within) ? within : '',
  };
}

/** A filter as an address has it. */
export function addressed({ status, graph, tags, node, text, within }: Filter): Asked {
  return { status: status.join(','), graph, tag: tags, node, text, within };
}

/** A filter as the API is asked; `now` is what it counts back from. */
export function askedOf({ status, graph, tags, node, text, within }: Filter, now: number): Asked {
  const span = spans[within];
  return {
    status: status.join(','),
    graph,
    tag: tags,
    node,
    text,
    since: span === undefined ? undefined : now - span,
  };
}

/** Whether nothing is left out. */
export function isAll(filter: Filter): boolean {
  return Object.values(addressed(filter)).every(
    (value) => value === '' || (Array.isArray(value) && value.length === 0),
  );
}

/** Whether a thread that came is one of those listed; undefined where only the server can say. */
export function belongs(thread: ThreadListed, filter: Filter): boolean | undefined {
  if (filter.status.length > 0 && !filter.status.includes(thread.status)) return false;
  if (filter.graph !== '' && filter.graph !== thread.graph) return false;
  if (!filter.tags.every((tag) => thread.tags.includes(tag))) return false;
  if (filter.text !== '') return undefined;
  if (filter.node === '') return true;
  const places = thread.summary?.at?.map(({ node }) => node) ?? [thread.at];
  return places.includes(filter.node);
}
