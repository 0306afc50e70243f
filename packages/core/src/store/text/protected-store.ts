import { payloadMark } from './row-text.ts';
import { cachedShape, detailShape, noteShape, snapshotShape } from './protected-shape.ts';
import { mapEntries, sealedBefore, Sealer, type Json, type Protection } from './sealed-text.ts';
import { Writing } from './protected-writing.ts';
import { problem } from '../../base/problem/problem.ts';
import {
  madeOver,
  type FoundItem,
  type Item,
  type ItemPut,
  type ItemTies,
  type ItemWriteOver,
} from '../contract/item.ts';
import { soon } from '../contract/soon.ts';
import type {
  Blob,
  Brings,
  Changed,
  Commit,
  Message,
  NewThread,
  Store,
  StoredRow,
  StoredSnapshot,
  StoredState,
  ThreadRecord,
} from '../contract/store.ts';
import type { Found } from '../contract/take.ts';

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

function writes(store: Store, sealer: Sealer): Pick<Store, 'create' | 'commit' | 'leave' | 'keepCached' | 'putItems'> {
  const all = <Facts extends Pick<Commit, 'rows' | 'snapshot' | 'blobs'>>(facts: Facts): Facts => {
    const writing = new Writing(sealer, facts.blobs);
    const rows = facts.rows.map((row) => writeRow(writing, sealer, row));
    const snapshot = facts.snapshot && { ...facts.snapshot, body: writing.text(facts.snapshot.body, snapshotShape) };
    const { blobs } = writing;
    return { ...facts, rows, ...(snapshot && { snapshot }), ...(blobs.length > 0 && { blobs }) };
  };
  const summary = (text: string | null): string | null => writeSummary(new Writing(sealer), sealer, text);
  // What is shown has no keys of a state: all that the author gave is hidden.
  const hidden = (body: string): string => {
    const writing = new Writing(sealer);
    const json = mapEntries(JSON.parse(body) as Json, (part, name) => (name === 'data' ? writing.whole(part) : part));
    return JSON.stringify(json);
  };
  // What an adapter keeps has no form that is known here: all of it is hidden.
  const kept = <Write extends ItemPut>(write: Write): Write => {
    if (!('body' in write) || write.body === null || Object.hasOwn(write, sealedBefore)) return write;
    // What says of what is sealed what it is about would tell of it.
    const { words: _words, vectors: _vectors, [madeOver]: over, ...rest } = write as ItemPut & ItemTies & ItemWriteOver;
    const made = over && ((there: Item) => kept(over({ ...there, body: sealer.textOf(there.body) })));
    return { ...rest, body: sealedItem(store, sealer, write.body), ...(made && { [madeOver]: made }) } as Write;
  };
  const told = ({ update, consumed, begins, posts, outputs, items, ...commit }: Commit): Commit => ({
    ...all(commit),
    ...(begins && { begins: begins.map(begun) }),
    ...(posts && { posts: posts.map((post) => ({ ...post, body: writeCommand(sealer, post.body) })) }),
    ...(outputs && { outputs: outputs.map(({ body, ...output }) => ({ ...output, body: hidden(body) })) }),
    ...(items && { items: items.map(kept) }),
    ...(update && { update: update.summary === undefined ? update : { ...update, summary: summary(update.summary) } }),
    ...(consumed && { consumed: consumed.map(({ id, outcome }) => ({ id, outcome: writeOutcome(sealer, outcome) })) }),
  });
  const brought = ({ more, messages, items, ...facts }: Brings): Brings => ({
    ...facts,
    more: more.map(all),
    ...(items && { items: items.map(kept) }),
    messages: messages.map((each) => ({
      ...each,
      body: writeCommand(sealer, each.body),
      ...(typeof each.outcome === 'string' && { outcome: writeOutcome(sealer, each.outcome) }),
    })),
  });
  const begun = ({ brings, ...thread }: NewThread): NewThread => ({
    ...all(thread),
    summary: summary(thread.summary),
    ...(brings && { brings: brought(brings) }),
  });
  return {
    create: (thread) => store.create(begun(thread)),
    commit: (commit) => store.commit(told(commit)),
    leave: (thread, body, ...given) => store.leave(thread, writeCommand(sealer, body), ...given),
    keepCached: (key, body, until) => store.keepCached(key, new Writing(sealer).text(body, cachedShape), until),
    putItems: (puts, now) => store.putItems(puts.map(kept), now),
  };
}

/** The body of an item, sealed. An adapter that read back what it did not write would go wrong later, and elsewhere, so none is redacted. */
export function sealedItem({ name }: Store, sealer: Sealer, body: string): string {
  if (!sealer.redacts) return sealer.text(body);
  const found = 'cannot be redacted: what is protected needs a "seal" that can be opened again';
  throw problem('store/refused', { store: name, what: 'An item of a side table', found });
}

/** A row whose label is protected, or whose value has some of what a protected key holds, hides that value. */
function writeRow(writing: Writing, sealer: Sealer, row: StoredRow): StoredRow {
  const changes = writing.text(row.changes, 'changes');
  if (row.detail === null) return { ...row, changes };
  const { note, ...facts } = JSON.parse(row.detail) as Json & { readonly note?: Json };
  const took = row.changes?.includes(payloadMark) === true && changes?.includes(payloadMark) !== true;
  const hides = sealer.has(row.label) || note?.['guarded'] === true || took;
  const detail = {
    ...(writing.by(detailShape, facts) as Json),
    ...(note !== undefined && { note: writeNote(writing, note, hides) }),
  };
  return { ...row, changes, detail: JSON.stringify(detail) };
}

function writeNote(writing: Writing, note: Json, hides: boolean): unknown {
  if (!hides || note['value'] === undefined) return writing.by(noteShape, note);
  const { value, ...facts } = note;
  return { ...(writing.by(noteShape, facts) as Json), value: writing.whole(value) };
}

/** A message waits for whoever reads it: nobody else has a use for what it brings. */
function writeCommand(sealer: Sealer, body: string): string {
  const writing = new Writing(sealer);
  const command = JSON.parse(body) as Json;
  const name = command['type'] === 'answer' ? command['key'] : command['name'];
  const hides = !sealer.redacts || sealer.has(name);
  const brought = mapEntries(command, (part, key) => {
    if (key === 'context') return writing.by('values', part);
    if (key !== 'payload' && key !== 'value' && key !== 'update') return part;
    return hides ? writing.whole(part) : writing.by('value', part);
  });
  return JSON.stringify(brought);
}

/** The problem that a message met may quote what the message brought. */
function writeOutcome(sealer: Sealer, text: string): string {
  const { facts, ...outcome } = JSON.parse(text) as Json;
  if (facts === undefined) return text;
  return JSON.stringify({ ...outcome, facts: sealer.redacts ? withoutWords(facts) : new Writing(sealer).whole(facts) });
}

/** The facts of a problem without what a schema or an author says in them. */
function withoutWords(facts: unknown): unknown {
  return JSON.parse(JSON.stringify(facts), (key, part: unknown) =>
    said.has(key) && typeof part === 'string' ? '[redacted]' : part,
  );
}

const said: ReadonlySet<string> = new Set(['message', 'reason', 'found', 'how']);

function writeSummary(writing: Writing, sealer: Sealer, text: string | null): string | null {
  if (text === null) return text;
  const { questions, ...summary } = JSON.parse(text) as Json & { readonly questions?: readonly Json[] };
  if (questions === undefined) return text;
  const hidden = questions.map(({ payload, ...question }) => {
    const hides = question['guarded'] === true || sealer.has(question['key']);
    if (payload === undefined) return question;
    return { ...question, payload: hides ? writing.whole(payload) : writing.by('value', payload) };
  });
  return JSON.stringify({ ...summary, questions: hidden });
}

/** What opens each thing that is read. */
function openers(sealer: Sealer) {
  const text = <Text extends string | null | undefined>(given: Text): Text =>
    (typeof given === 'string' ? sealer.unsealed(given) : given) as Text;
  const row = (given: StoredRow): StoredRow => ({ ...given, changes: text(given.changes), detail: text(given.detail) });
  const record = (given: ThreadRecord): ThreadRecord => ({ ...given, summary: text(given.summary) });
  const message = (given: Message): Message => ({ ...given, body: text(given.body), outcome: text(given.outcome) });
  const snapshot = (given: StoredSnapshot): StoredSnapshot => ({ ...given, body: text(given.body) });
  const blob = ({ hash, body }: Blob): Blob => ({ hash, body: text(body) });
  const state = (given: StoredState): StoredState => ({
    snapshot: given.snapshot && snapshot(given.snapshot),
    rows: given.rows.map(row),
    blobs: given.blobs.map(blob),
  });
  const taken = (given: Found): Found => {
    if (!given.isTaken) return { ...given, record: record(given.record) };
    const messages = given.messages.map(message);
    return { ...given, record: record(given.record), state: given.state && state(given.state), messages };
  };
  const changed = (given: Changed): Changed => ({
    ...given,
    record: given.record && record(given.record),
    messages: given.messages.map(message),
    consumed: given.consumed.map(({ id, outcome }) => ({ id, outcome: text(outcome) })),
  });
  const item = <Given extends Item | FoundItem>(given: Given): Given => ({ ...given, body: sealer.textOf(given.body) });
  return { text, row, record, message, snapshot, blob, state, taken, changed, item };
}

function reads(
  store: Store,
  sealer: Sealer,
): Pick<
  Store,
  | 'rows'
  | 'jumps'
  | 'snapshot'
  | 'state'
  | 'blobs'
  | 'thread'
  | 'threads'
  | 'claim'
  | 'take'
  | 'messages'
  | 'consumed'
  | 'message'
  | 'changed'
  | 'outputs'
  | 'cached'
  | 'item'
  | 'items'
  | 'findItems'
> {
  const { text, row, record, message, snapshot, blob, state, taken, changed, item } = openers(sealer);
  return {
    rows: (...given) => soon(store.rows(...given), (found) => found.map(row)),
    jumps: (thread) => soon(store.jumps(thread), (found) => found.map(row)),
    snapshot: (...given) => soon(store.snapshot(...given), (found) => found && snapshot(found)),
    state: (...given) => soon(store.state(...given), state),
    blobs: (hashes) => soon(store.blobs(hashes), (found) => found.map(blob)),
    thread: (id) => soon(store.thread(id), (found) => found && record(found)),
    threads: (query) => soon(store.threads(query), (page) => ({ ...page, threads: page.threads.map(record) })),
    claim: (...given) => soon(store.claim(...given), (found) => (typeof found === 'object' ? record(found) : found)),
    take: (...given) => soon(store.take(...given), (found) => found && taken(found)),
    messages: (...given) => soon(store.messages(...given), (found) => found.map(message)),
    consumed: (...given) => soon(store.consumed(...given), (found) => found.map(message)),
    message: (id) => soon(store.message(id), (found) => found && message(found)),
    changed: (asked) => soon(store.changed(asked), (found) => found.map(changed)),
    outputs: (...given) =>
      soon(store.outputs(...given), (found) => found.map((each) => ({ ...each, body: text(each.body) }))),
    cached: (...given) => soon(store.cached(...given), text),
    item: (...given) => soon(store.item(...given), (found) => found && item(found)),
    items: (...given) => soon(store.items(...given), (found) => found.map(item)),
    findItems: (...given) => soon(store.findItems(...given), (found) => found.map(item)),
  };
}
