import { hashOf } from '../base/hash.ts';
import { payloadMark } from './row-text.ts';
import { Sealer, type Protection } from './sealed-text.ts';
import type {
  Blob,
  Brings,
  Commit,
  Message,
  Soon,
  Store,
  StoredRow,
  StoredSnapshot,
  ThreadRecord,
  ThreadUpdate,
} from './store.ts';

type Json = Readonly<Record<string, unknown>>;

/** Texts of one commit, with the values that they keep apart. */
class Writing {
  readonly #sealer: Sealer;
  readonly #given: ReadonlyMap<string, string>;
  readonly #blobs = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(sealer: Sealer, blobs: readonly Blob[] = []) {
    this.#sealer = sealer;
    this.#given = new Map(blobs.map(({ hash, body }) => [hash, body]));
  }

  get blobs(): readonly Blob[] {
    return Array.from(this.#blobs, ([hash, body]) => ({ hash, body }));
  }

  /** A text with its protected parts sealed; `whole` seals what the name of the row or the message protects. */
  text<Text extends string | null>(text: Text, whole?: (json: Json, seal: (part: unknown) => unknown) => Json): Text {
    if (text === null) return text;
    const json = JSON.parse(text) as Json;
    const seal = (part: unknown): unknown => this.#sealer.whole(part, this.#reference);
    const named = whole === undefined ? json : whole(json, seal);
    return JSON.stringify(this.#sealer.sealed(named, this.#reference)) as Text;
  }

  /** What a value that is kept apart is kept as: itself, or its sealed form under another hash. */
  readonly #reference = (hash: string, whole: boolean): string => {
    const place = `${hash} ${whole}`;
    const known = this.#names.get(place);
    if (known !== undefined) return known;
    const body = this.#given.get(hash);
    if (body === undefined) return hash;
    const json: unknown = JSON.parse(body);
    const sealed = whole
      ? this.#sealer.whole({ set: json }, this.#reference)
      : this.#sealer.sealed(json, this.#reference);
    const text = JSON.stringify(whole ? (sealed as { set: unknown }).set : sealed);
    const name = text === body ? hash : hashOf(text);
    this.#names.set(place, name);
    this.#blobs.set(name, text);
    return name;
  };
}

/** A store in which the values of some keys are not readable. */
export function protectedStore(store: Store, protection: Protection): Store {
  const sealer = new Sealer(protection);
  const written = { ...writes(store, sealer), ...reads(store, sealer) };
  return new Proxy(store, {
    get(target, name) {
      if (Object.hasOwn(written, name)) return Reflect.get(written, name) as unknown;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

function writes(store: Store, sealer: Sealer): Pick<Store, 'create' | 'commit' | 'leave' | 'keepCached'> {
  const all = <Facts extends Pick<Commit, 'rows' | 'snapshot' | 'blobs'>>(facts: Facts): Facts => {
    const writing = new Writing(sealer, facts.blobs);
    const rows = facts.rows.map((row) => writeRow(writing, sealer, row));
    const snapshot = facts.snapshot && { ...facts.snapshot, body: writing.text(facts.snapshot.body, withInput) };
    const { blobs } = writing;
    return { ...facts, rows, ...(snapshot && { snapshot }), ...(blobs.length > 0 && { blobs }) };
  };
  const summary = (text: string | null): string | null =>
    new Writing(sealer).text(text, (json, seal) => sealQuestions(json, sealer, seal));
  const message = (body: string): string =>
    new Writing(sealer).text(body, (json, seal) => sealCommand(json, sealer, seal));
  const brought = ({ more, messages, ...facts }: Brings): Brings => ({
    ...facts,
    more: more.map(all),
    messages: messages.map((each) => ({ ...each, body: message(each.body) })),
  });
  const updated = (update: ThreadUpdate): ThreadUpdate =>
    update.summary === undefined ? update : { ...update, summary: summary(update.summary) };
  return {
    create: ({ brings, ...thread }) =>
      store.create({ ...all(thread), summary: summary(thread.summary), ...(brings && { brings: brought(brings) }) }),
    commit: (commit) => store.commit({ ...all(commit), ...(commit.update && { update: updated(commit.update) }) }),
    leave: (thread, body, at, queued) => store.leave(thread, message(body), at, queued),
    keepCached: (key, body, until) => store.keepCached(key, new Writing(sealer).text(body), until),
  };
}

/** A row whose label is protected, or whose payload went into a protected key, hides what it brought. */
function writeRow(writing: Writing, sealer: Sealer, row: StoredRow): StoredRow {
  const changes = writing.text(row.changes);
  const took = row.changes?.includes(payloadMark) === true && changes?.includes(payloadMark) !== true;
  const hides = sealer.has(row.label) || took;
  const detail = writing.text(row.detail, (json, seal) => {
    const note = json['note'] as Json | undefined;
    if (note === undefined) return json;
    const value = hides && note['value'] !== undefined ? { value: seal(note['value']) } : {};
    return { ...json, note: { ...withInput(note, seal), ...value } };
  });
  return { ...row, changes, detail };
}

/** What protected keys were started with can be guessed from a hash: it is as secret as they are. */
function withInput(json: Json, seal: (part: unknown) => unknown): Json {
  return json['input'] === undefined ? json : { ...json, input: seal(json['input']) };
}

function sealCommand(json: Json, sealer: Sealer, seal: (part: unknown) => unknown): Json {
  const name = json['type'] === 'answer' ? json['key'] : json['name'];
  if (typeof name !== 'string' || !sealer.has(name)) return json;
  const part = json['type'] === 'answer' ? 'value' : 'payload';
  return part in json ? { ...json, [part]: seal(json[part]) } : json;
}

function sealQuestions(json: Json, sealer: Sealer, seal: (part: unknown) => unknown): Json {
  const questions = json['questions'] as readonly Json[] | undefined;
  if (questions === undefined) return json;
  const hidden = questions.map((each) =>
    sealer.has(each['key'] as string) ? { ...each, payload: seal(each['payload']) } : each,
  );
  return { ...json, questions: hidden };
}

function reads(
  store: Store,
  sealer: Sealer,
): Pick<
  Store,
  'rows' | 'jumps' | 'snapshot' | 'blob' | 'thread' | 'threads' | 'claim' | 'messages' | 'message' | 'cached'
> {
  const text = <Text extends string | null | undefined>(given: Text): Text =>
    (typeof given === 'string' ? sealer.unsealed(given) : given) as Text;
  const row = (given: StoredRow): StoredRow => ({ ...given, changes: text(given.changes), detail: text(given.detail) });
  const record = (given: ThreadRecord): ThreadRecord => ({ ...given, summary: text(given.summary) });
  const message = (given: Message): Message => ({ ...given, body: text(given.body) });
  const snapshot = (given: StoredSnapshot): StoredSnapshot => ({ ...given, body: text(given.body) });
  return {
    rows: (...given) => soon(store.rows(...given), (found) => found.map(row)),
    jumps: (thread) => soon(store.jumps(thread), (found) => found.map(row)),
    snapshot: (...given) => soon(store.snapshot(...given), (found) => found && snapshot(found)),
    blob: (hash) => soon(store.blob(hash), text),
    thread: (id) => soon(store.thread(id), (found) => found && record(found)),
    threads: (query) => soon(store.threads(query), (page) => ({ ...page, threads: page.threads.map(record) })),
    claim: (...given) => soon(store.claim(...given), (found) => (typeof found === 'object' ? record(found) : found)),
    messages: (thread) => soon(store.messages(thread), (found) => found.map(message)),
    message: (id) => soon(store.message(id), (found) => found && message(found)),
    cached: (...given) => soon(store.cached(...given), text),
  };
}

function soon<From, To>(given: Soon<From>, then: (value: From) => To): Soon<To> {
  return given instanceof Promise ? given.then(then) : then(given);
}
