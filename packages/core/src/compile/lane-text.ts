/** What stands at the way to where each lane of an `each` starts. */
export function eachText(hasNeeds: boolean): string {
  return hasNeeds ? 'each, after those it needs' : 'each';
}
