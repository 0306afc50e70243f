/**
 * A pattern that is made when it is first asked for. To read `\p{…}`, V8 gathers all characters of that kind, and where it stands in a literal
 * that is done while the file is parsed, also for a function that never runs. That was a tenth of what a program executes from its start to its
 * first node, so patterns with such kinds are made here, behind a look at ASCII where most texts are no more than that.
 */
export function latePattern(source: string, flags = 'u'): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= new RegExp(source, flags));
}
