import { hashOf, viewOf, type State } from './views.ts';

/** An update that depends on all that its lane sees, and on nothing else. */
export function updateOf(s: State, writes: readonly string[], from: string): object {
  const seen = hashOf(viewOf(s)) % 1_000;
  const [entry, item] = [`m${seen % 4}`, `i${seen % 4}`];
  const words = more(recordOf(recordOf(s['map'])[entry])['words'], `${from} has a word to say of ${seen}`);
  const items = (Array.isArray(s['items']) ? s['items'] : []).map(recordOf);
  const notes = more(items.find(({ id }) => id === item)?.['notes'], `${from} takes a note of ${seen}`);
  const story = more(recordOf(s['plain'])['story'], `${from} goes on with ${seen}`);
  const all: Readonly<Record<string, unknown>> = {
    total: seen,
    log: [`${from} saw ${seen}`],
    tags: [`t${seen % 5}`],
    map: { [entry]: { n: seen, words } },
    items: { upsert: [{ id: item, v: seen, notes }], remove: [`i${seen % 3}`] },
    digest: `${from} ${seen}`,
    plain: { seen, story },
    mine: seen,
    passing: seen,
  };
  return Object.fromEntries(writes.map((key) => [key, all[key]]));
}

/** A list that grows, and that loses what is oldest. */
function more(list: unknown, item: string): readonly unknown[] {
  return [...(Array.isArray(list) ? (list as readonly unknown[]).slice(-5) : []), item];
}

export function recordOf(value: unknown): State {
  return typeof value === 'object' && value !== null ? (value as State) : {};
}

export function shortened(text: string): string {
  return text.length < 200 ? text : `${text.slice(0, 20)}~${hashOf(text)}`;
}
