/** A moment in the local time zone as an input of the browser has it: `2026-11-30T14:30:00`, with milliseconds where there are some. */
export function localText(time: number): string {
  const date = new Date(time);
  const shifted = new Date(0);
  shifted.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  shifted.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds());
  return shifted.toISOString().replace(/(?:\.000)?Z$/u, '');
}

/** The local time zone at a moment: `Europe/Berlin (UTC+1)`. */
export function zoneText(time: number): string {
  const minutes = -new Date(time).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const offset = `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return timeZone === 'UTC' ? 'UTC' : `${timeZone} (${offset})`;
}
