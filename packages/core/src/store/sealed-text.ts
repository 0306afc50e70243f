/**
 * Protected parts of stored texts.
 *
 * 1. `unsealed(sealed(text))` is the text again.
 * 2. A part is sealed where it stands, so that tools without the key still read everything around it: as an instance of a
 *    class that they do not know.
 */

/** Which keys are protected, and how. */
export interface Protection {
  /**
   * Names of state keys. What else has one of these names is protected too: an event, a step, a question, and any property
   * of a payload, a result or a value.
   */
  readonly keys: readonly string[];
  /** Makes a text unreadable; left out, nothing is stored of it, and the text `[redacted]` comes back. */
  readonly seal?: (text: string) => string;
  /** Makes it readable again. */
  readonly open?: (sealed: string) => string;
}

type Json = Readonly<Record<string, unknown>>;

/** The name under which a sealed part is stored, as though it were a class. */
const sealedName = 'cairn/sealed';

/** Stands for what is not stored at all. */
const redacted = '[redacted]';

/** The parts of a change, whose values are sealed one by one. */
const changeWords: ReadonlySet<string> = new Set([
  'set',
  'append',
  'add',
  'union',
  'merge',
  'upsert',
  'by',
  'remove',
  'reduce',
  'local',
]);

/** Records of names that hold counts, not values. */
const counts: ReadonlySet<string> = new Set(['visits', 'spent', 'counted']);

/** Seals and unseals texts. */
export class Sealer {
  readonly #keys: ReadonlySet<string>;
  readonly #seal: (text: string) => unknown;
  readonly #open: ((sealed: string) => string) | undefined;

  constructor({ keys, seal, open }: Protection) {
    this.#keys = new Set(keys.map((key) => (key.startsWith('$') ? `$${key}` : key)));
    this.#seal = seal === undefined ? () => redacted : (text) => ({ $class: [sealedName, seal(text)] });
    this.#open = open;
  }

  /** Whether a name is protected. */
  has(name: string | null | undefined): boolean {
    return typeof name === 'string' && this.#keys.has(name);
  }

  /** A JSON value with its protected parts sealed; `reference` says what a value that is kept apart is to be called. */
  sealed(json: unknown, reference: (hash: string, whole: boolean) => string): unknown {
    if (typeof json !== 'object' || json === null) return json;
    if (Array.isArray(json)) return json.map((part) => this.sealed(part, reference));
    const hash = (json as Json)['$blob'];
    if (typeof hash === 'string') return { $blob: reference(hash, false) };
    const entries = Object.entries(json).map(([key, part]: [string, unknown]) => {
      if (counts.has(key)) return [key, part];
      return [key, this.#keys.has(key) ? this.whole(part, reference) : this.sealed(part, reference)];
    });
    return Object.fromEntries(entries) as unknown;
  }

  /** A JSON value sealed as a whole: a change or a list part by part, so that it can still be applied and added to. */
  whole(json: unknown, reference: (hash: string, whole: boolean) => string): unknown {
    if (Array.isArray(json)) return json.map((part) => this.#part(part, reference));
    if (!isChange(json)) return this.#part(json, reference);
    const seal = (part: unknown): unknown => this.#part(part, reference);
    const entries = Object.entries(json).map(([word, part]: [string, unknown]) => {
      if (word === 'by') return [word, part];
      if (Array.isArray(part) && word !== 'set' && word !== 'local') return [word, part.map(seal)];
      if (word === 'merge' && typeof part === 'object' && part !== null) {
        return [word, Object.fromEntries(Object.entries(part).map(([key, each]) => [key, seal(each)]))];
      }
      return [word, Array.isArray(part) ? part.map(seal) : seal(part)];
    });
    return Object.fromEntries(entries) as unknown;
  }

  #part(json: unknown, reference: (hash: string, whole: boolean) => string): unknown {
    const hash = typeof json === 'object' && json !== null ? (json as Json)['$blob'] : undefined;
    return typeof hash === 'string' ? { $blob: reference(hash, true) } : this.#seal(JSON.stringify(json));
  }

  /** A text with its sealed parts opened; as it is where there are none, or where there is no key. */
  unsealed(text: string): string {
    const open = this.#open;
    if (open === undefined || !text.includes(`"${sealedName}"`)) return text;
    return JSON.stringify(JSON.parse(text, (_key, part: unknown) => opened(part, open)));
  }
}

function opened(part: unknown, open: (sealed: string) => string): unknown {
  const stored = typeof part === 'object' && part !== null ? (part as Json)['$class'] : undefined;
  if (!Array.isArray(stored) || stored[0] !== sealedName) return part;
  return JSON.parse(open(String(stored[1]))) as unknown;
}

function isChange(json: unknown): json is Json {
  if (typeof json !== 'object' || json === null) return false;
  const words = Object.keys(json);
  return words.length > 0 && words.every((word) => changeWords.has(word));
}
