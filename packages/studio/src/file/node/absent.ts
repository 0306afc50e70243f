/** What core's runtime takes of Node. The file has no runtime: none of this is left in it, and the names are all that is asked for. */
export const [AsyncLocalStorage, channel, hostname, readFileSync, tracingChannel]: readonly unknown[] = [];
