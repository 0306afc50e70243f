import type { Content, DocState, ScxmlDocument, Send } from './document.ts';
import { nameIn } from './select.ts';

/** The names of events that a document speaks of; `any` where one is made while it runs. */
export interface Names {
  /** What may come from outside. */
  readonly outside: readonly string[];
  /** What a machine may hear of within a step. */
  readonly internal: ReadonlySet<string> | 'any';
  /** What it may send to itself. */
  readonly sent: ReadonlySet<string> | 'any';
  /** Whether some transition takes events by a part of their name. */
  readonly byPart: boolean;
}

/** The names in a document. */
export function namesIn({ root, states, scripts }: ScxmlDocument): Names {
  const all = [root, ...states.values()];
  const contents = all.flatMap(blocksOf).flatMap(flat);
  const sends = contents.filter((each) => each.tag === 'send');
  const raised = contents.flatMap((each) => (each.tag === 'raise' ? [each.event] : []));
  const ends = all.filter(({ kind }) => kind === 'final').flatMap(({ parent }) => [parent, parent?.parent]);
  const mayFail = contents.length > 0 || scripts.length > 0 || all.some(asks);
  const own = [
    ...raised,
    ...ends.map((state) => `done.state.${state?.id}`),
    ...(mayFail ? ['error.execution', 'error.communication'] : []),
  ];
  const sent = sentBy(sends);
  const inside = sentBy(sends.filter(({ target }) => target !== undefined));
  const tokens = all.flatMap(({ transitions }) => transitions).flatMap(({ events = [] }) => events);
  const spoken = [...tokens.map(nameIn), ...raised, ...(sent === 'any' ? [] : sent)].filter(
    (name) => name !== undefined,
  );
  return {
    outside: [...new Set(spoken)].filter((name) => !ofMachine.test(name)),
    internal: inside === 'any' ? 'any' : new Set([...own, ...inside]),
    sent,
    byPart: tokens.some((token) => token.endsWith('*') || token.endsWith('.')),
  };
}

/** What a machine tells itself. */
const ofMachine = /^(?:error|done\.state)(?:\.|$)/u;

/** The names of events that are sent; `any` where one is made while it runs. */
function sentBy(sends: readonly Send[]): ReadonlySet<string> | 'any' {
  const names = sends.map(({ event }) =>
    event !== undefined && 'literal' in event ? String(event.literal) : undefined,
  );
  return names.includes(undefined) ? 'any' : new Set(names.filter((name) => name !== undefined));
}

function blocksOf({ onentry, onexit, transitions, initial }: DocState): readonly (readonly Content[])[] {
  return [...onentry, ...onexit, ...[...transitions, initial].map((each) => each?.content ?? [])];
}

/** Contents, and those that stand in them. */
function flat(block: readonly Content[]): readonly Content[] {
  return block.flatMap((each) => {
    if (each.tag === 'if') return [each, ...each.branches.flatMap(({ content }) => flat(content))];
    return each.tag === 'foreach' ? [each, ...flat(each.content)] : [each];
  });
}

function asks({ data, transitions, done }: DocState): boolean {
  return data.length > 0 || done !== undefined || transitions.some(({ cond }) => cond !== undefined);
}
