import type { Problem } from '../../base/problem/problem.ts';
import type { Asked, Changed, ThreadRecord } from '../../store/contract/store.ts';

/** What a waiter knows of a thread. */
export type Known = Pick<ThreadRecord, 'created' | 'head' | 'status' | 'owner'>;

/** Somebody who waits for a thread to change. */
export interface Waiter {
  /** What the thread has to differ from; undefined where whatever comes is news. */
  readonly known: Known | undefined;
  /** Whether the thread is to be taken up for it where nobody drives it. */
  readonly rouses: boolean;
  /** Whether it is only to hear why the thread does not go on: nobody takes that up for it. */
  readonly minds?: boolean;
  /** How many outputs of it are known, where more are news. */
  readonly shown?: number;
  readonly tell: (record: ThreadRecord, shown: number) => void;
  readonly fail: (error: unknown) => void;
}

/** Somebody who waits for what comes of a message. */
export interface Correspondent {
  /** Whether it is enough that it waits for something to take it. */
  readonly isQueued: boolean;
  /** It was taken or refused; or it is gone, with its thread or with the checkpoint that consumed it. */
  readonly tell: (refused: () => Problem | undefined) => void;
  /** It cannot be told what comes of it. */
  readonly fail: (error: unknown) => void;
}

/** Those who wait for what comes of a message, and which of the threads that had the id it was left for, as far as is known. */
interface Correspondents {
  created: number | undefined;
  readonly all: Set<Correspondent>;
}

/** So many looks apart a thread that rests, or that somebody owns, is looked at though nobody wrote. */
const [first, last] = [10, 160];

/** So many looks apart a thread that does not go on is tried: its owner may have died, or nothing comes of it. */
const [firstTry, lastTry] = [20, 160];

/**
 * A thread that is waited for, made with its first waiter and dropped with its last. Its record is read at a look where the store's version
 * has moved since (`#version`), where nobody has read it yet, or where its turn to be looked at all the same has come (`#next`).
 */
export class Waited {
  readonly id: string;
  /** With how many looks at it were begun when they came: an answer to one of those may be older than what they know. */
  readonly #waiters = new Map<Waiter, number>();
  readonly #correspondents = new Map<number, Correspondents>();
  #record: ThreadRecord | undefined;
  /** Which of the threads that had its id was seen last. */
  #created: number | undefined;
  /** How many outputs it had then; undefined where nobody wanted to know. */
  #shown: number | undefined;
  #begun = 0;
  /** Whether a look is under way. */
  #isAsked = false;
  /** The store's version before the record was read; undefined where it has to be read. */
  #version: number | undefined;
  /** The look at which it is read whatever the version, and how many looks that is after the last. */
  #next: number;
  #apart = first;
  #nextTry: number;
  #triesApart = firstTry;
  /** How often it was tried since it last changed. */
  tries = 0;

  constructor(id: string, look: number) {
    this.id = id;
    this.#next = look;
    this.#nextTry = look;
  }

  get isEmpty(): boolean {
    return this.#waiters.size === 0 && !this.isOwed;
  }

  /** Whether its record has to be read before anybody can be told anything. */
  get isUnread(): boolean {
    return this.#version === undefined;
  }

  /** Whether anybody waits for what comes of a message. */
  get isOwed(): boolean {
    return this.#correspondents.size > 0;
  }

  /** Whether anybody wants it to be taken up. */
  get rouses(): boolean {
    if (this.isOwed) return true;
    for (const { rouses } of this.#waiters.keys()) if (rouses) return true;
    return false;
  }

  /** Whether anybody wants to hear why it does not go on. */
  get isMinded(): boolean {
    if (this.rouses) return true;
    for (const { minds } of this.#waiters.keys()) if (minds === true) return true;
    return false;
  }

  add(waiter: Waiter): void {
    this.#waiters.set(waiter, this.#begun);
    const hasMore = waiter.shown !== undefined && waiter.shown < (this.#shown ?? Infinity);
    // What was read last, or is being read, may be old by now; it is read again, and told then.
    if (this.#isAsked || hasMore || (this.#record !== undefined && differs(this.#record, waiter.known))) this.forget();
  }

  /** Somebody waits for what comes of a message, who wants the thread taken up for it; what it gives calls that off. */
  write(message: number, correspondent: Correspondent): () => void {
    let these = this.#correspondents.get(message);
    if (these === undefined)
      this.#correspondents.set(message, (these = { created: this.#created, all: new Set<Correspondent>() }));
    const others = these;
    others.all.add(correspondent);
    // It may be answered already, and nobody has tried to take the thread up for it.
    this.forget();
    this.#record = undefined;
    return () => {
      others.all.delete(correspondent);
      if (others.all.size === 0 && this.#correspondents.get(message) === others) this.#correspondents.delete(message);
    };
  }

  /** What came of a message. */
  answered(id: number, refused: () => Problem | undefined): void {
    for (const { tell } of this.#correspondents.get(id)?.all ?? []) tell(refused);
  }

  /** A message is there, and so was left for the thread that has the id now; `isTaken` where somebody here takes it. */
  left(id: number, isTaken: boolean): void {
    const these = this.#correspondents.get(id);
    if (these === undefined) return;
    these.created = this.#created;
    if (!isTaken) for (const { isQueued, tell } of these.all) if (isQueued) tell(() => undefined);
  }

  /** Whether a message was left for another thread than has the id now. */
  isOfAnother(id: number): boolean {
    const { created = this.#created } = this.#correspondents.get(id) ?? {};
    return created !== this.#created;
  }

  /** Tells those who wait for what comes of a message what went wrong. */
  failAnswer(id: number, error: unknown): void {
    for (const { fail } of this.#correspondents.get(id)?.all ?? []) fail(error);
  }

  /** The same of all messages. */
  failUnanswered(error: unknown): void {
    for (const id of this.#correspondents.keys()) this.failAnswer(id, error);
  }

  remove(waiter: Waiter): void {
    this.#waiters.delete(waiter);
  }

  /** What was read of it may be old. */
  forget(): void {
    this.#version = undefined;
  }

  /** Whether it is to be read: somebody wrote, or nobody did for a while, in which an owner may have died. */
  isDue(version: number, look: number): boolean {
    return this.#version !== version || look >= this.#next;
  }

  /** What is asked of it now; what makes the answer old before it is there has it asked again. */
  ask(version: number): Asked {
    this.#version = version;
    this.#begun += 1;
    this.#isAsked = true;
    const [thread, unread] = [this.id, [...this.#correspondents.keys()]];
    const isWatched = [...this.#waiters.keys()].some(({ shown }) => shown !== undefined);
    const shown = isWatched ? (this.#shown ?? 0) : undefined;
    this.#shown = shown;
    const asked = { thread, unread, ...(shown !== undefined && { shown }) };
    if (this.#record === undefined) return asked;
    const { created, fence, head, status, owner } = this.#record;
    return { ...asked, known: { created, fence, head, status, owner } };
  }

  /**
   * It was looked at, and is as it was known where nothing changed; undefined where that is not known any more. Where another thread has
   * its id, whoever knew the one before is told that it is gone.
   */
  saw(changed: Changed | undefined, look: number, gone: () => Error): ThreadRecord | undefined {
    this.#isAsked = false;
    const record = changed?.record ?? this.#record;
    if (record === undefined) return undefined;
    this.#created = record.created;
    const isNews = this.#record === undefined || hasGoneOn(record, this.#record);
    if (isNews) {
      // A living owner is given time; what nobody owns is tried at once.
      this.#nextTry = record.owner === null ? look : look + firstTry;
      this.#triesApart = firstTry;
      this.tries = 0;
    }
    this.#apart = isNews || record.status === 'running' ? first : Math.min(this.#apart * 2, last);
    this.#next = look + this.#apart;
    this.#record = record;
    this.#shown = changed?.shown ?? this.#shown;
    const shown = this.#shown ?? 0;
    for (const [waiter, came] of this.#waiters) {
      if (came === this.#begun) continue;
      const hasMore = waiter.shown !== undefined && shown > waiter.shown;
      if (waiter.known !== undefined && waiter.known.created !== record.created) waiter.fail(gone());
      else if (hasMore || differs(record, waiter.known)) waiter.tell(record, shown);
    }
    return record;
  }

  /** Whether it may be tried to take it up, which counts as a try. */
  mayRouse(look: number): boolean {
    if (look < this.#nextTry) return false;
    this.tries += 1;
    this.#nextTry = look + this.#triesApart;
    this.#triesApart = Math.min(this.#triesApart * 2, lastTry);
    return true;
  }

  /** Tells those who wait for it to go on, and are owed nothing of a message, why it does not. */
  failRousing(error: unknown): void {
    for (const waiter of this.#waiters.keys()) if (waiter.rouses || waiter.minds === true) waiter.fail(error);
  }

  /** Tells those who wait for it to go on why it cannot be taken up. */
  failTaking(error: unknown): void {
    this.failRousing(error);
    this.failUnanswered(error);
  }

  /** Tells those whom a look was for what went wrong; who came since, and who comes then, is told what there is by then. */
  failAsked(unread: readonly number[], error: unknown): void {
    this.#isAsked = false;
    this.forget();
    for (const [waiter, came] of this.#waiters) if (came !== this.#begun) waiter.fail(error);
    for (const id of unread) this.failAnswer(id, error);
  }

  /** Tells all who wait what went wrong. */
  fail(error: unknown): void {
    this.forget();
    for (const waiter of this.#waiters.keys()) waiter.fail(error);
    this.failUnanswered(error);
  }
}

/** Whether a thread stands otherwise than is known of it; that it was let go of may be all that whoever waits had to wait for. */
function differs(record: ThreadRecord, known: Known | undefined): boolean {
  return (
    known === undefined || hasGoneOn(record, known) || (record.status === 'running' && isLeft(record) !== isLeft(known))
  );
}

function hasGoneOn(record: Known, { created, head, status }: Known): boolean {
  return record.head !== head || record.status !== status || record.created !== created;
}

function isLeft({ owner }: Known): boolean {
  return owner === null;
}
