/**
 * An id or a name as a part of an address of the API. What asks takes `.` and `..` for folders, however they are escaped, so these have a `~` before them
 * there; so has what would be taken for one of them, and one `~` is taken away again.
 */
export function partOf(id: string): string {
  return encodeURIComponent(/^~*\.{1,2}$/u.test(id) ? `~${id}` : id);
}

/** The id or the name of a part of an address that is decoded already. */
export function named(part: string): string {
  return /^~+\.{1,2}$/u.test(part) ? part.slice(1) : part;
}
