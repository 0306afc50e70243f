import { listed } from '@cairn/core/store';
import type { Result } from '@cairn/core';
import { writeState } from './checkpoint-text.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Output } from '../printing/output.ts';
import { statusStyle } from './summary.ts';
import { oneLine } from '../printing/harmless.ts';
import { distanceText } from '@cairn/drawing/words';
import { valueText } from '../printing/value-text.ts';

/** The exit code of a command that brought a thread to rest. */
export function exitCodeOfResult({ status }: Pick<Result, 'status'>): ExitCode {
  return exitCode[status];
}

/** What answers the questions of a result, by key, as far as that is known. */
type Answers = ReadonlyMap<string, unknown>;

/** A result as JSON shows it. */
export function resultJson(result: Result, answers: Answers): Readonly<Record<string, unknown>> {
  const { thread, seq, status, ...rest } = result;
  return { thread, seq, status, ...rest, ...(answers.size > 0 && { answers: Object.fromEntries(answers) }) };
}

/** Writes how a thread stands. */
export function writeResult(output: Output, result: Result, answers: Answers): void {
  const { thread, seq, status } = result;
  const title = `${output.paint('bold', `${thread}@${seq}`)}  ${output.paint(statusStyle[status], status)}`;
  const lines = linesOf(result, answers);
  const [first = ''] = lines;
  output.line(`${title}  ${first}`.trimEnd());
  for (const line of lines.slice(1)) output.line(`  ${line}`);
  writeState(output, { lane: '', state: result.state as Readonly<Record<string, unknown>> });
}

function linesOf(result: Result, answers: Answers): readonly string[] {
  switch (result.status) {
    case 'done':
      return [result.outcome];
    case 'cancelled':
      // What is said where no reason was given says nothing more than the status.
      return [result.reason === 'cancelled' ? '' : oneLine(result.reason)];
    case 'failed':
      return [
        '',
        ...result.failed.map(
          ({ lane, node, name, message }) =>
            `${lane === '' ? node : `${lane} ${node}`}  ${oneLine(`${name}: ${message}`)}`,
        ),
      ];
    case 'waiting':
      return [
        `at ${listed([...new Set(result.at.map(({ node }) => node))])}`,
        ...result.questions.map(
          ({ key, payload }) =>
            `asks "${key}"${answers.has(key) ? `, which takes ${valueText(answers.get(key))}` : ''}${payload === undefined ? '' : `: ${valueText(payload)}`}`,
        ),
        ...(result.events.length === 0 ? [] : [`accepts ${listed(result.events.map((event) => `"${event}"`))}`]),
        ...(result.due === undefined ? [] : [`goes on by itself ${distanceText(result.due)}`]),
      ];
  }
}
