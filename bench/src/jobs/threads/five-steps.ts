/** How many steps each thread takes, and how many threads are under way at once. */
export const steps = 5;
export const atOnce = 50;
