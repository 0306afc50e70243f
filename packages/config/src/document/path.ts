import { entryOf, itemsOf, textOf, type Piece, type Span } from './piece.ts';

/** A path and a name below it: `nodes.triage`, or `nodes["a b"]` where a dot would mislead. */
export function below(path: string, name: string): string {
  const plain = /^[\p{L}\p{N}_$-]+$/u.test(name);
  if (path === '') return plain ? name : `[${JSON.stringify(name)}]`;
  return plain ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

const step = /\.?(?:(?<name>[\p{L}\p{N}_$-]+)|\[(?<index>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\])/uy;

/** The steps of a path as the checks of a graph give it: names and indices. */
function stepsOf(path: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  step.lastIndex = 0;
  for (let found = step.exec(path); found !== null; found = step.exec(path)) {
    const { name, index, quoted } = found.groups ?? {};
    steps.push(index !== undefined ? Number(index) : (name ?? (JSON.parse(quoted ?? '""') as string)));
  }
  return steps;
}

/** Where a path leads in a document. */
interface Found {
  readonly path: string;
  /** A scalar, or the key of anything larger. */
  readonly at: Span;
  /** The key that leads there, where it is one. */
  readonly keyAt: Span;
}

/**
 * The place in a document that a path leads to, or the deepest on the way where the rest is not written; `root` is where the path begins. A
 * node's `graph` that names one of the document's own leads on in that.
 */
export function placeIn(document: Piece, root: { readonly piece: Piece; readonly path: string }, path: string): Found {
  let { piece, path: walked } = root;
  let at = piece.at;
  let keyAt = piece.at;
  for (const name of stepsOf(path)) {
    const named = textOf(piece);
    const own = named === undefined ? undefined : entryOf(entryOf(document, 'graphs')?.value, named);
    if (own !== undefined && walked.endsWith('.graph')) {
      piece = own.value;
      walked = below('graphs', named ?? '');
    }
    const entry = typeof name === 'string' ? entryOf(piece, name) : undefined;
    const next = entry?.value ?? itemsOf(piece)[Number(name)];
    if (next === undefined) break;
    walked = typeof name === 'string' ? below(walked, name) : `${walked}[${name}]`;
    keyAt = entry?.keyAt ?? next.at;
    at = next.kind === 'scalar' ? next.at : keyAt;
    piece = next;
  }
  return { path: walked, at, keyAt };
}
