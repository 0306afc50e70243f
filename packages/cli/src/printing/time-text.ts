/** Times and durations as people read them. */

/** A moment to the second, in the local time zone. */
export function momentText(time: number): string {
  const date = new Date(time);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  return `${day} ${clockText(time)}`;
}

/** The time of day. */
export function clockText(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** How far a moment is from now: `5m ago`, `in 2h`. */
export function distanceText(time: number, now: number = Date.now()): string {
  return time > now ? `in ${durationText(time - now)}` : `${durationText(now - time)} ago`;
}

const units = [
  { name: 'd', milliseconds: 86_400_000 },
  { name: 'h', milliseconds: 3_600_000 },
  { name: 'm', milliseconds: 60_000 },
  { name: 's', milliseconds: 1_000 },
];

/** A duration in its largest unit, to the nearest: `240ms`, `1.5s`, `12m`, `24h`, `3d`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))}ms`;
  const unit = units.find((each) => milliseconds >= each.milliseconds) ?? { name: 'ms', milliseconds: 1 };
  const count = milliseconds / unit.milliseconds;
  return `${count < 9.95 ? count.toFixed(1).replace(/\.0$/u, '') : Math.round(count)}${unit.name}`;
}

/** Bytes in their largest unit: `812 B`, `4.1 MB`. */
export function bytesText(bytes: number): string {
  const names = ['B', 'kB', 'MB', 'GB', 'TB'];
  let count = bytes;
  let at = 0;
  while (count >= 1_000 && at < names.length - 1) {
    count /= 1_000;
    at += 1;
  }
  return `${at === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${names[at]}`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
