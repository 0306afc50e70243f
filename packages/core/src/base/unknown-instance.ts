/** Stands for an instance of a class without a codec here: tools show it, and store it again as it was. */
export class UnknownInstance {
  /** The name of the codec that stored it. */
  readonly name: string;
  /** What that codec stored. */
  readonly data: unknown;

  constructor(name: string, data: unknown) {
    this.name = name;
    this.data = data;
  }
}
