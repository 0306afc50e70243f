/** When a checkpoint was made, beside the time that its id has: they differ by next to nothing, and that costs no bytes. */

/** Milliseconds from the beginning of UUIDs' time, in 1582, to that of Unix. */
const unixEpoch = 12_219_292_800_000n;

/** The time in a UUID of version 6; undefined for any other text. */
function timeIn(id: string): number | undefined {
  const found = /^([0-9a-f]{8})-([0-9a-f]{4})-6([0-9a-f]{3})-[0-9a-f]{4}-[0-9a-f]{12}$/u.exec(id);
  if (found === null) return undefined;
  return Number(BigInt(`0x${found[1]}${found[2]}${found[3]}`) / 10_000n - unixEpoch);
}

/** A time as milliseconds since that of an id; as it is where it would not come back so. */
export function sinceId(id: string, time: string): number | string {
  const start = timeIn(id);
  const since = start === undefined ? Number.NaN : Date.parse(time) - start;
  return Number.isInteger(since) && timeAfter(id, since) === time ? since : time;
}

export function timeAfter(id: string, since: number | string): string {
  const at = (timeIn(id) ?? 0) + Number(since);
  return typeof since === 'string' || !(Math.abs(at) <= 8.64e15) ? String(since) : new Date(at).toISOString();
}
