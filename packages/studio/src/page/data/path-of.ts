import { partOf } from '../../api/part.ts';

/** A part of an address that is asked for with more than one value, or not at all where it is undefined or empty. */
export type Asked = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A path of the API with what is asked: `pathOf(['threads', id], { at })`. Parts are escaped. */
export function pathOf(parts: readonly string[], asked: Asked = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) if (each !== undefined && each !== '') query.append(name, String(each));
  }
  const said = query.toString();
  return parts.map(partOf).join('/') + (said === '' ? '' : `?${said}`);
}
