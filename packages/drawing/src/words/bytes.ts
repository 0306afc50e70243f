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
