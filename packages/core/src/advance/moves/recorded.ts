/**
 * Something that comes from a recording: changes, or the payload of an event. It was checked when it was recorded, and
 * is taken as it is: a schema that transforms would not take its own result again.
 */
export class Recorded<Value = unknown> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}
