/** What is written in the same words wherever threads are shown: times, sizes, rows of logs, and text of which nothing is hidden; it loads nothing else. */
export { bytesText } from './words/bytes.ts';
export { escapeOf, harmless, hidden, joint, oneLine } from './words/hidden.ts';
export { causeText, statesLeft, statesText, wayText, type Left } from './words/rows.ts';
export { clockText, dayText, distanceText, durationText, momentText } from './words/times.ts';
