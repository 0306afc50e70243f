/** Declares a graph from one literal, in which everything is inferred and every name is checked. */
export function graph(definition) {
    const source = Object.freeze({ ...definition });
    return Object.freeze({ name: definition.name, source });
}
