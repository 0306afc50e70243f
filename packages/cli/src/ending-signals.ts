/** The signals by which a process is asked to end: Ctrl-C, whoever keeps services, a terminal that is closed. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
