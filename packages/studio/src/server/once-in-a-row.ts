/** Tells of what fails again and again. */
export interface InARow {
  /** Tells of an error, unless the last time failed the same way. */
  readonly failed: (error: unknown) => void;
  /** It went well: whatever fails from then on is told anew. */
  readonly went: () => void;
}

/** Tells of an error once as long as it is the same: what is tried again and again fails the same way. */
export function onceInARow(tell: (error: unknown) => void): InARow {
  let before: string | undefined;
  return {
    failed(error) {
      const words = String(error);
      if (words !== before) tell(error);
      before = words;
    },
    went() {
      before = undefined;
    },
  };
}
