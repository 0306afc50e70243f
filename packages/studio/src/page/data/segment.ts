/**
 * An id as a part of an address of the page. What reads the address takes `%25` for a sign that stands for others, so "%" and "~" are
 * written with "~"; so are the dots of an id of dots, which a browser takes for a folder.
 */
export function segmentOf(id: string): string {
  const plain = id.replaceAll('~', '~7E').replaceAll('%', '~25');
  return encodeURIComponent(/^\.+$/u.test(plain) ? plain.replaceAll('.', '~2E') : plain);
}

/** The id of a part of an address, which somebody may have written by hand. */
export function idIn(segment: string): string {
  return decoded(segment).replaceAll(/~(7E|25|2E)/gu, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
