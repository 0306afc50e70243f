/**
 * What the palette offers for what is typed, and what Enter opens of it.
 *
 * 1. What Enter does follows from what is typed, not from how long the server takes: it waits for the answer to what is typed.
 * 2. No thread is opened that is not there.
 */

/** Something that the palette offers. */
export interface Offer {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

/** What somebody wants of the palette. */
export interface Wanted {
  readonly typed: string;
  /** The offer that was chosen by hand. */
  readonly chosen?: string | undefined;
  /** Enter was pressed. */
  readonly isEntered?: boolean;
}

const mostOffers = 12;

/** The offers that fit, best first: the thread of this very id, those that have it in their id, what else is called that, and other threads. */
export function offersFor(typed: string, fixed: readonly Offer[], threads: readonly Offer[]): readonly Offer[] {
  const words = typed.toLowerCase();
  const fits = fixed.filter(({ label, kind }) => `${kind} ${label}`.toLowerCase().includes(words));
  if (typed === '') return [...fits, ...threads].slice(0, mostOffers);
  const isExact = ({ label }: Offer): boolean => label === typed;
  const isNamed = (offer: Offer): boolean => !isExact(offer) && offer.label.toLowerCase().includes(words);
  const others = threads.filter((offer) => !isExact(offer) && !isNamed(offer));
  return [...threads.filter(isExact), ...threads.filter(isNamed), ...fits, ...others].slice(0, mostOffers);
}

/** The place of the offer that Enter would open: the one that was chosen by hand, else the first. */
export function chosenOf({ chosen }: Wanted, offers: readonly Offer[]): number {
  return Math.max(
    0,
    offers.findIndex(({ id }) => id === chosen),
  );
}

/** What is opened: once Enter was pressed, what was chosen by hand, else the first offer as soon as all of them are there. */
export function openedBy(wanted: Wanted, offers: readonly Offer[], isAnswered: boolean): Offer | undefined {
  if (wanted.isEntered !== true) return undefined;
  const byHand = offers.find(({ id }) => id === wanted.chosen);
  return byHand ?? (isAnswered ? offers[0] : undefined);
}
