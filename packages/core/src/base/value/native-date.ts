/**
 * Dates, whoever made their constructor: test runners put another in the place of `Date`, and there are other realms.
 *
 * A date is known by what only a date has inside. It comes back as a plain one, so a class that adds anything to dates is
 * another class.
 */

/** The platform's own `Date`, also where something stands in its place by now. */
export const NativeDate: DateConstructor = nativeOf(Date.prototype).constructor as DateConstructor;

/** The prototype that has the methods of a date: those of stand-ins have none. */
function nativeOf(prototype: object): object {
  let at = prototype;
  while (!Object.hasOwn(at, 'getTime')) at = Object.getPrototypeOf(at) as object;
  return at;
}

/** Whether an object is a date, and nothing more: its prototypes below those of dates add nothing but their constructor. */
export function isDate(value: object): value is Date {
  try {
    NativeDate.prototype.getTime.call(value as Date);
  } catch {
    return false;
  }
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    const own = Reflect.ownKeys(at as object);
    if (own.includes('getTime')) return true;
    if (own.some((key) => key !== 'constructor')) return false;
  }
  return false;
}
