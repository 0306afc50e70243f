/** What is done when another process drives the thread: a problem, a message to that process, or taking the thread from it. */
export type OnBusy = 'refuse' | 'wait' | 'replace';

/** All of them. */
export const ways: readonly OnBusy[] = ['refuse', 'wait', 'replace'];
