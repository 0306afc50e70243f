import type { Question, ThreadListed } from './threads.ts';

/** `GET inbox?graph=&limit=&cursor=`: what waits for somebody, the one that goes on by itself first, then the oldest. */
export interface Inbox {
  readonly items: readonly InboxItem[];
  readonly cursor?: string;
}

/** A thread that waits for somebody, and what it takes. */
export interface InboxItem {
  readonly thread: ThreadListed;
  /** When it came to rest there. */
  readonly since: number;
  /** Questions, with what was said with them and what answers them. */
  readonly questions: readonly (Question & { readonly payload?: unknown; readonly schema?: unknown })[];
  /** Events that it takes, and what they carry. */
  readonly events: readonly { readonly name: string; readonly schema?: unknown }[];
  /** The first lane's state. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The other lanes that wait, and their states. */
  readonly lanes: readonly {
    readonly lane: string;
    readonly node: string;
    readonly state: Readonly<Record<string, unknown>>;
  }[];
  readonly may: { readonly act: boolean; readonly why?: string };
}
