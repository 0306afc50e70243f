import type { Schema } from '@cairn/core';
import { below } from '../document/path.ts';
import type { Mistakes } from '../document/mistakes.ts';
import { dataOf, type Piece } from '../document/piece.ts';
import { readExpression, type Decide, type Wanted } from '../expression/expression.ts';
import { anything, celNames, listKnown, objectKnown, type Known } from '../cel/known.ts';
import type { Scope } from '../expression/scope.ts';
import type { Scopes } from '../expression/scopes.ts';
import { constantAt, constantIn, constantParts, readTemplate } from '../expression/template.ts';
import type { RegistryParts } from '../registry/registry.ts';
import { updateOf, type Keys } from '../values/update-of.ts';

/** What a failure is, as expressions see it. */
const failure: Known = objectKnown(
  new Map<string, Known>([
    ...['name', 'message', 'code', 'lane', 'stack', 'thrown'].map((name) => [name, { cel: celNames.text }] as const),
    ...['attempt', 'at'].map((name) => [name, { cel: celNames.number }] as const),
    ['fatal', { cel: celNames.flag }],
    ...['cause', 'errors', 'refused'].map((name) => [name, anything] as const),
  ]),
);

/** What was thrown, as `retry.when` sees it: no attempt has failed yet. */
const thrown: Known = objectKnown(new Map(['name', 'message', 'code'].map((name) => [name, { cel: celNames.text }])));

/** What the functions of a graph are given, by the place that they stand at. */
const parametersAt = {
  state: ['state', 'moment'],
  event: ['state', 'event', 'moment'],
  error: ['state', 'error', 'moment'],
  thrown: ['error'],
  child: ['child', 'state', 'moment'],
  lanes: ['lanes', 'state', 'moment'],
  closed: ['closed', 'state', 'moment'],
  timeless: ['state'],
} as const;

/** A place of a graph, by what its expressions see. */
export type Place = keyof typeof parametersAt;

/** What is known of a graph while it is read. */
export interface GraphSiteParts {
  readonly mistakes: Mistakes;
  readonly registry: RegistryParts;
  /** How the document is named where an expression fails. */
  readonly document: string;
  readonly state: ReadonlyMap<string, Known>;
  /** What may be written to the keys of the state. */
  readonly taken: ReadonlyMap<string, Known>;
  readonly keys: Keys;
  readonly events: ReadonlyMap<string, Known>;
  readonly thresholds: { readonly known: Known; readonly values: Readonly<Record<string, unknown>> };
  /** What may be asked of by spent() and left(). */
  readonly limits: ReadonlySet<string>;
  readonly scopes: Scopes;
}

/** Reads what decides in one graph. */
export class GraphSite {
  readonly mistakes: Mistakes;
  readonly registry: RegistryParts;
  readonly #parts: GraphSiteParts;
  /** What is known of the graph's own state. */
  readonly #own: Known;
  readonly #lanes: Known;
  readonly #closed: Known;

  constructor(parts: GraphSiteParts) {
    this.#parts = parts;
    this.#own = objectKnown(parts.state);
    const text = { cel: celNames.text };
    this.#closed = objectKnown(
      new Map<string, Known>([
        ['lane', text],
        ['node', text],
        ['outcome', text],
        ['state', this.#own],
      ]),
    );
    this.#lanes = listKnown(this.#closed);
    this.mistakes = parts.mistakes;
    this.registry = parts.registry;
  }

  /** Reads one expression; `event` says which event leads here, `child` what is known of the state of a subgraph. */
  expression(piece: Piece, path: string, place: Place, want: Wanted, more: More = {}): Decide {
    const site = { ...this.#parts, scope: this.#scope(place, more) };
    const isText = piece.kind === 'scalar' && typeof piece.value === 'string';
    const decide = isText ? readExpression(site, piece, path, want) : undefined;
    return marked(piece, (...args) => decide?.(...seenAt(place, args)));
  }

  /** Reads a value in which every text is an expression. */
  template(piece: Piece, path: string, place: Place, want: Wanted, more: More = {}): Decide {
    const site = { ...this.#parts, scope: this.#scope(place, more) };
    const decide = readTemplate(site, piece, path, want);
    return marked(piece, (...args) => decide(...seenAt(place, args)));
  }

  /** What a value is before anything runs, where all in it is constant. */
  constant(piece: Piece, place: Place): { readonly value: unknown } | undefined {
    return constantIn(this.#scope(place, {}), piece);
  }

  /** Notes what of a value that is constant does not fit a schema, part by part: what is decided is known when it is. */
  partsFit(piece: Piece, path: string, place: Place, schema: Schema, said: string): void {
    const scope = this.#scope(place, {});
    const result = schema['~standard'].validate(constantParts(scope, piece));
    if (result instanceof Promise) return;
    for (const { message, path: steps = [] } of result.issues ?? []) {
      const keys = steps.map((step) => (typeof step === 'object' ? step.key : step));
      const found = constantAt(scope, piece, keys, path);
      if (found !== undefined) this.mistakes.add('unfit-value', found.path, found.piece.at, `${said} ${message}.`);
    }
  }

  /** Notes keys of an update that the state does not have. */
  keysOf(piece: Piece, path: string, state: ReadonlyMap<string, Known>, unknown: (key: string) => string): void {
    if (piece.kind !== 'mapping') return;
    for (const { key, keyAt } of piece.entries) {
      if (!state.has(key)) this.mistakes.add('unknown-key', below(path, key), keyAt, unknown(key));
    }
  }

  /** An update, of whose keys is known what may be written to them. */
  get changes(): Known {
    return objectKnown(this.#parts.taken);
  }

  /** What an update of the graph's state has to give. */
  get update(): Wanted {
    return updateOf(this.#parts.keys, this.changes);
  }

  get state(): ReadonlyMap<string, Known> {
    return this.#parts.state;
  }

  #scope(place: Place, { event, child }: More): Scope {
    const { thresholds, events, limits, scopes } = this.#parts;
    const all: Readonly<Record<string, Known>> = {
      state: this.#own,
      event: events.get(event ?? '') ?? anything,
      error: place === 'thrown' ? thrown : failure,
      child: objectKnown(
        new Map([
          ['state', child ?? anything],
          ['outcome', { cel: celNames.text }],
        ]),
      ),
      lanes: this.#lanes,
      closed: this.#closed,
    };
    const parameters = parametersAt[place];
    const given = parameters.flatMap((name) => (name === 'moment' ? [] : [[name, all[name] ?? anything] as const]));
    return scopes.of({
      parameters,
      known: { ...Object.fromEntries(given), thresholds: thresholds.known },
      constants: { thresholds: thresholds.values },
      limits,
    });
  }
}

/** What the expressions of a place see: of a failure what they ask for in guards, though it may have none. */
function seenAt(place: Place, args: readonly unknown[]): readonly unknown[] {
  if (place !== 'error') return args;
  const [state, error, ...others] = args;
  return [state, { code: '', fatal: false, ...(error as object) }, ...others];
}

/** What else is known of a place. */
interface More {
  readonly event?: string;
  readonly child?: Known;
}

/** A function that is told by how it is written: where a graph is drawn or asked why, its name stands for it. */
function marked(piece: Piece, decide: Decide): Decide {
  const written = dataOf(piece);
  const made: Decide = (...args) => decide(...args);
  Object.defineProperty(made, 'name', {
    value: typeof written === 'string' ? written.trim().replaceAll(/\s+/gu, ' ') : '',
  });
  return made;
}
