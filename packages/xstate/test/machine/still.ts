/** The schedule of random graphs of which nothing is run. */
export const still = { pause: (): undefined => undefined, answersNow: (): boolean => true };
