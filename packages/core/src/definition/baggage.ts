/** A few texts that go along with what is sent or started, a trace's context for example: they mean nothing to Cairn. */
export type Baggage = Readonly<Record<string, string>>;
