import type { Question, ThreadListed } from './threads.ts';

/**
 * `GET inbox?graph=&limit=&cursor=`: what waits for somebody, the one that goes on by itself first, then the one that waits longest.
 * Where there is a cursor there may be fewer than the limit: threads that wait for nobody are passed over, for about two seconds at most.
 */
export interface Inbox {
  readonly items: readonly InboxItem[];
  readonly cursor?: string;
}

/** A thread that waits for somebody, and what it takes. */
export interface InboxItem {
  readonly thread: ThreadListed;
  /** When it came to rest there. */
  readonly since: number;
  /** Questions, with what answers them, and what was said with them as far as the thread's record has it. */
  readonly questions: readonly (Question & { readonly payload?: unknown; readonly schema?: unknown })[];
  /** Events that it takes, and what they carry. */
  readonly events: readonly { readonly name: string; readonly schema?: unknown }[];
  readonly may: { readonly act: boolean; readonly why?: string };
}

/** `GET inbox/{id}`: the same of one thread, with what whoever takes it on has to see: all that was said with the questions, and the state. */
export interface InboxShown extends InboxItem {
  /** `asked` is the checkpoint of the question; absent where that lies far back. */
  readonly questions: readonly (InboxItem['questions'][number] & { readonly asked?: number })[];
  /** The first lane's state. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The other lanes that wait, and their states. */
  readonly lanes: readonly {
    readonly lane: string;
    readonly node: string;
    readonly state: Readonly<Record<string, unknown>>;
  }[];
}
