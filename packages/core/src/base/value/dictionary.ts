/** A copy of a record in which nothing is found but its own names: no `toString`, no `constructor`. */
export function dictionary<Value>(record: Readonly<Record<string, Value>> = {}): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, record);
}
