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

const times = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/u;
const [earliest, latest] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** A time that is written, of a day that there is. */
export function timeOf(text: string): Date {
  const time = new Date(text);
  if (times.test(text) && isOfDay(text) && isCounted(time.getTime())) return time;
  throw new RangeError(noTime(text));
}

/** The time so many seconds after 1970. */
export function timeOfSeconds(seconds: bigint): Date {
  const milliseconds = Number(seconds) * 1_000;
  if (isCounted(milliseconds)) return new Date(milliseconds);
  throw new RangeError(`Seconds since 1970 are what timestamp() takes, and ${seconds} are too many`);
}

/** Whether a text begins with a day that there is: others would be read as days of the next month. */
export function isOfDay(text: string): boolean {
  const day = text.slice(0, 'yyyy-mm-dd'.length);
  const time = new Date(day);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day);
}

function isCounted(time: number): boolean {
  return time >= earliest && time <= latest;
}

function noTime(text: string): string {
  const said = JSON.stringify(text.length > longestLength ? `${text.slice(0, longestLength)}…` : text);
  return `${said} is no time of ISO 8601, such as 2026-01-31T12:00:00Z`;
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
    if (name === 'timestamp') timeOf(text);
    else evaluate(`${name}(${JSON.stringify(text)})`);
    return undefined;
  } catch {
    return name === 'timestamp' ? noTime(text) : `${JSON.stringify(text)} is not read by ${name}()`;
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
