const factors: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How many milliseconds a delay is, such as `10ms`, `.5s` or `2s`; it throws where it is none. */
export function delayOf(text: unknown): number {
  const { amount = '', unit = '' } =
    /^\s*(?<amount>\d*\.?\d+)(?<unit>ms|s|m|h|d)\s*$/u.exec(String(text))?.groups ?? {};
  const factor = factors[unit];
  if (factor === undefined) throw new Error(`${JSON.stringify(text)} is no delay such as "10ms" or "1.5s".`);
  return Number(amount) * factor;
}
