/** Stands for an instance of a class without a codec here: tools show it, and store it again as it was. */
export class UnknownInstance {
  /** The name of the codec that stored it. */
  readonly name: string;
  /** What that codec stored. */
  readonly data: unknown;
  /** What tells it from the other items of its list, where it is an item of one. */
  readonly id?: unknown;

  constructor(name: string, data: unknown, id?: unknown) {
    this.name = name;
    this.data = data;
    if (id !== undefined) this.id = id;
  }
}
