import { longTermMemory, memory, type SideWrite } from '@cairn/core';

const facts = longTermMemory<{ sure: number }>(memory());
const value = { sure: 1 };

// A fact has a value where all of a memory have one.
facts.remember(['a'], { text: 'a', value }) satisfies Promise<void>;
// @ts-expect-error: there is no value
void facts.remember(['a'], { text: 'a' });
void longTermMemory(memory()).remember(['a'], { text: 'a' });
void longTermMemory<string | undefined>(memory()).remember(['a'], { text: 'a' });

// What is done at once is no write, and neither is a promise of one.
facts.toRemember(['a'], { text: 'a', value }) satisfies Promise<SideWrite>;
void facts.write(facts.toForget(['a']));
// @ts-expect-error: it is done already
void facts.write(await facts.remember(['a'], { text: 'a', value }));
// @ts-expect-error: it is not awaited
void facts.write(facts.toRemember(['a'], { text: 'a', value }));
