/** Tells of an error unless it says the same as the one before: what is tried again and again fails the same way. */
export function onceInARow(tell: (error: unknown) => void): (error: unknown) => void {
  let before: string | undefined;
  return (error) => {
    const words = String(error);
    if (words !== before) tell(error);
    before = words;
  };
}
