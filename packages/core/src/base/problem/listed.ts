/** So many of a list are said; how many more there are is counted. */
const said = 10;

/** What a sentence lists, however much there is: the first few, and how many more. */
export function listed(parts: readonly string[], between = ', '): string {
  const first = parts.slice(0, said).join(between);
  if (parts.length <= said) return first;
  return `${first}${between === ', ' ? ' ' : between}and ${parts.length - said} more`;
}

/** Names in quotes, as a sentence lists them. */
export function namesOf(names: readonly string[]): string {
  return listed(names.map((name) => `"${name}"`));
}

/** What ends with a question or a full stop already, or else with the full stop that it lacks. */
export function ended(text: string): string {
  return /[.?!]$/u.test(text) ? text : `${text}.`;
}
