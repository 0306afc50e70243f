/** What people are told when they are waited for. */
export interface Notice {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** What is to be known at a glance, by its name. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Where it can be answered. */
  readonly links?: readonly NoticeLink[];
}

/** A link as people see it. */
export interface NoticeLink {
  readonly label: string;
  readonly url: string;
}

/** Something that a person fills in when answering: it comes into the payload by its name. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly optional?: boolean;
}

/** An answer that is offered to whoever is asked: an event of the thread, which a link sends. */
export interface Offer {
  readonly label: string;
  readonly event: string;
  /** What is said by it whoever answers; who it was, `by`, is added. */
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly ask?: readonly Field[];
}

/** A notice, and what is offered as answers to it. */
export interface Asking extends Notice {
  /** Answers that become links, where there is a maker of links. */
  readonly offers?: readonly Offer[];
}

/** How a notice is brought to people. */
export interface Delivery {
  /** Whom it is for, as the chain names them; undefined where there is none. */
  readonly to?: string;
  /** An idempotency key: the same for every attempt to bring this notice. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** Tells people something: by a channel, by mail. It throws where it could not, and is tried again. */
export interface Notifier {
  send(notice: Notice, delivery: Delivery): Promise<void>;
}

/** What a link is made of. */
export interface Linking {
  readonly offer: Offer;
  /** What it is about, in one line. */
  readonly subject: string;
  readonly thread: string;
  /** The path of the lane that waits. */
  readonly lane: string;
  /** Whom it is made for; who opens it is asked for a name where nobody is named. */
  readonly by?: string;
  /** What the wait is known by: what people are shown, and when it began. An answer to another wait at the same place is late. */
  readonly wait: string;
  /** The same for every attempt to bring the notice: links of one key are one. */
  readonly key: string;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}

/** Makes links that answer. */
export interface Links {
  link(of: Linking): NoticeLink;
}
