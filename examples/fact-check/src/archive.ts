/** What is known of a question. */
export interface Fact {
  readonly id: string;
  readonly text: string;
}

const facts: Readonly<Record<string, readonly Fact[]>> = {
  age: [{ id: 'F1', text: 'The oldest cairns are about 5000 years old.' }],
  use: [{ id: 'F2', text: 'Cairns mark paths and graves.' }],
  height: [{ id: 'F3', text: 'The cairn of Barnenez is 8 metres high.' }],
};

/** What the archive can be asked about. */
export const questions: readonly string[] = Object.keys(facts);

/** What a look into the archive costs, in tokens. */
export const price = 40;

/** Looks into the archive. */
export function look(question: string): readonly Fact[] {
  const found = facts[question];
  if (found === undefined) throw new Error(`the archive has nothing on "${question}"; it has ${questions.join(', ')}`);
  return found;
}
