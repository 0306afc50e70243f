/** How often the loops of a decision may turn, and how long the texts and lists may be that it makes. */
const mostTurns = 100_000;
const largest = 100_000;

/** What is done is counted in characters that are looked at; a turn of a loop, and an item that is compared, are worth so many. */
const turn = 1_000;
const item = 100;
const most = mostTurns * turn;

let done = 0;

/** Begins to count anew: a decision has all of its work before it. */
export function freshWork(): void {
  done = 0;
}

/** The work that was done since it was counted anew, as a number of turns. */
export function turnsDone(): number {
  return done / turn;
}

function spend(work: number, said = `It would be more work than ${mostTurns} turns of a loop`): void {
  // Loops go on over what failed, but nothing is done any more.
  done = Math.min(done + work, most + 1);
  if (done > most) throw new RangeError(said);
}

/** Counts the turns of a loop before it begins. */
export function countTurns(value: unknown): unknown {
  spend(sizeOf(value) * turn, `Its loops would turn more than ${mostTurns} times`);
  return value;
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Map || value instanceof Set) return value.size;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 1;
}

/** Holds what two texts or lists make together to what a decision may make. */
export function countGrown(value: unknown): unknown {
  const isText = typeof value === 'string';
  const size = isText || Array.isArray(value) || value instanceof Uint8Array ? value.length : 0;
  holdLength(size);
  spend(isText ? size : 10 * size);
  return value;
}

function holdLength(size: number): void {
  if (size > largest) throw new RangeError(`It would make a text or a list that is longer than ${largest}`);
}

/** Counts what is compared, item by item and character by character. */
export function countCompared(value: unknown): unknown {
  weigh(value);
  return value;
}

/** Counts what is looked through for an item; a map finds its own at once. */
export function countSearched(value: unknown): unknown {
  if (Array.isArray(value) || value instanceof Set) weigh(value);
  return value;
}

/** Counts the items of a set up to one of them: it has no places. */
export function countIndexed(value: unknown): unknown {
  if (value instanceof Set) spend(10 * value.size);
  return value;
}

/** Counts a text whose characters are counted one by one. */
export function countSized(value: unknown): unknown {
  if (typeof value === 'string') spend(5 * value.length);
  return value;
}

/** Counts the reading of a calendar in a time zone. */
export function countZoned(value: unknown): unknown {
  spend(50 * turn);
  return value;
}

/** Counts what is held by a value, and ends where that is more than is left. */
function weigh(value: unknown): void {
  if (typeof value === 'string') spend(value.length);
  else if (value instanceof Uint8Array) spend(value.length);
  else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value) || value instanceof Set;
    for (const each of isList ? value : value instanceof Map ? value.values() : Object.values(value)) {
      spend(item);
      weigh(each);
    }
  }
}

/** Counts a search for a text in another: in the worst case each of its characters is compared at each place. */
function searching(text: string, wanted: string): void {
  const places = Math.max(0, text.length - wanted.length + 1);
  spend(text.length + (places * wanted.length) / 4);
}

/** Methods that take the place of those that CEL's reader has, and count what they do. */
export const countedMethods: Readonly<Record<string, (...args: never[]) => unknown>> = {
  'string.contains(string): bool': (text: string, wanted: string) => {
    searching(text, wanted);
    return text.includes(wanted);
  },
  'string.indexOf(string): int': (text: string, wanted: string) => {
    searching(text, wanted);
    return BigInt(text.indexOf(wanted));
  },
  'string.indexOf(string, int): int': (text: string, wanted: string, from: bigint) => {
    searching(text, wanted);
    return wanted === '' ? from : BigInt(text.indexOf(wanted, within(text, from)));
  },
  'string.lastIndexOf(string): int': (text: string, wanted: string) => {
    searching(text, wanted);
    return BigInt(text.lastIndexOf(wanted));
  },
  'string.lastIndexOf(string, int): int': (text: string, wanted: string, from: bigint) => {
    searching(text, wanted);
    return wanted === '' ? from : BigInt(text.lastIndexOf(wanted, within(text, from)));
  },
  'string.split(string): list<string>': (text: string, between: string) => split(text, between),
  'string.split(string, int): list<string>': (text: string, between: string, most_: bigint) => {
    const parts = split(text, between);
    const limit = Number(most_);
    if (limit < 0 || parts.length <= limit) return parts;
    return limit === 0 ? [] : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(between)];
  },
  'bytes.json(): map': (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)),
  'list<string>.join(): string': (parts: Iterable<unknown>) => joined(parts, ''),
  'list<string>.join(string): string': joined,
};

function within(text: string, from: bigint): number {
  if (from < 0n || from >= BigInt(text.length)) throw new RangeError(`There is no character ${from} in this text`);
  return Number(from);
}

function split(text: string, between: string): readonly string[] {
  searching(text, between);
  const parts = text.split(between);
  holdLength(parts.length);
  spend(10 * parts.length);
  return parts;
}

function joined(parts: Iterable<unknown>, between: string): string {
  let length = 0;
  const texts: string[] = [];
  for (const part of parts) {
    if (typeof part !== 'string') throw new TypeError('Only texts are joined, and this list has something else');
    length += part.length + between.length;
    spend(item / 10);
    holdLength(length - between.length);
    texts.push(part);
  }
  spend(length);
  return texts.join(between);
}
