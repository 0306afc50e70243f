/** How many transitions a thread with a large state takes. */
export const steps = 200;
