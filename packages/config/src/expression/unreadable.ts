import { evaluate } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';

/** Units of a length of time, in milliseconds: those of CEL, and days and weeks as Cairn has them. */
const units: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

const longestLength = 64;
const part = /(?<many>\d+(?:\.\d*)?|\.\d+)(?<unit>ns|us|µs|ms|[smhdw])/uy;

/** A length of time that is written, `90m`, `7d` or `1h30m`. */
export function lengthOf(text: string): Duration {
  const length = text.length > longestLength ? undefined : readLength(text);
  if (length === undefined) throw new RangeError(noLength(text));
  return Duration.fromMilliseconds(length);
}

function readLength(text: string): number | undefined {
  const isNegative = text.startsWith('-');
  part.lastIndex = isNegative || text.startsWith('+') ? 1 : 0;
  if (part.lastIndex === text.length) return undefined;
  let length = 0;
  while (part.lastIndex < text.length) {
    const { many, unit = '' } = part.exec(text)?.groups ?? {};
    if (many === undefined) return undefined;
    length += Number(many) * (units.get(unit) ?? 0);
  }
  return isNegative ? -length : length;
}

function noLength(text: string): string {
  const said = JSON.stringify(text.length > longestLength ? `${text.slice(0, longestLength)}…` : text);
  return `${said} is no length of time, such as 250ms, 30s, 5m, 24h, 7d or 1h30m`;
}

/** What a key is told that a map cannot have. */
export function noKey(key: string): string {
  return `A map that an expression makes cannot have the key "${key}"`;
}

/** Functions that read a text. */
const reading: ReadonlySet<string> = new Set(['timestamp', 'int', 'uint', 'double', 'bool']);

/** What is wrong with a text that a function is given; undefined where it can be read. */
export function unreadable(name: string, text: string): string | undefined {
  if (name === 'duration') {
    return text.length > longestLength || readLength(text) === undefined ? noLength(text) : undefined;
  }
  if (!reading.has(name)) return undefined;
  try {
    evaluate(`${name}(${JSON.stringify(text)})`);
    return undefined;
  } catch {
    const wanted = name === 'timestamp' ? 'no time of ISO 8601, such as 2026-01-31T12:00:00Z' : `not read by ${name}()`;
    return `${JSON.stringify(text)} is ${wanted}`;
  }
}

/** What is wrong with the name of a time zone; undefined where there is one. */
export function unknownZone(zone: string): string | undefined {
  try {
    new Date(0).toLocaleString('en-US', { timeZone: zone });
    return undefined;
  } catch {
    return `There is no time zone ${JSON.stringify(zone)}, such as "Europe/Berlin" or "UTC"`;
  }
}
