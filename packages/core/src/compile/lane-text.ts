/** What stands at the way to where each lane of an `each` starts. */
export function eachText(hasNeeds: boolean, comesAndGoes: boolean): string {
  if (comesAndGoes) return 'each, as it is listed';
  return hasNeeds ? 'each, after those it needs' : 'each';
}
