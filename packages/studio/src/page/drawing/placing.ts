/** Where large graphs are placed: by a worker where one can be made, else by the page itself. */
export const placing: { worker?: () => Worker } = {};
