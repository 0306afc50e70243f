/** What people are told when they are waited for. */
export interface Notice {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** What is to be known at a glance, by its name. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Where it can be answered. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
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
