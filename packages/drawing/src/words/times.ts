/** Times and durations as people read them, in the local time zone. */

/** A moment to the second. */
export function momentText(time: number): string {
  return `${dayText(time)} ${clockText(time)}`;
}

/** The day of a moment. */
export function dayText(time: number): string {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
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

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
