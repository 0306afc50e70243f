import type { Context } from '@cairn/core';
import type { MetricEvidence } from '../graph/evidence.ts';
import { serviceAt, type Site } from '../site.ts';
import { errorRatio, sumOf, type Sample } from '../world/prometheus.ts';
import { readMetrics } from '../world/readers.ts';
import { sendTraffic } from '../world/traffic.ts';

/** Orders sent between two looks at the memory. */
const orders = 20;

/** Reads the service's metrics twice, with some orders in between, to see what they leave behind. */
export async function sampleMetrics(site: Site, ctx: Context): Promise<{ evidence: MetricEvidence[] }> {
  const { url } = await serviceAt(site);
  const before = await ctx.step('first sample', () => sampleOf(url, ctx));
  await ctx.step('orders', () => sendTraffic(url, orders, ctx.signal));
  const after = await ctx.step('second sample', () => sampleOf(url, ctx));
  const keptBytes = Math.max(0, after.residentBytes - before.residentBytes) / orders;
  const finding = `${percent(after.errorRatio)} of requests fail, ${mebibytes(keptBytes)} stay in memory an order`;
  ctx.emit(finding);
  const { version } = after;
  return { evidence: [{ source: 'metrics', finding, version, errorRatio: after.errorRatio, keptBytes }] };
}

interface Reading {
  readonly version: string;
  readonly residentBytes: number;
  readonly errorRatio: number;
}

async function sampleOf(url: string, ctx: Context): Promise<Reading> {
  const samples = await readMetrics(url, ctx.signal);
  return {
    version: versionIn(samples),
    residentBytes: sumOf(samples, 'process_resident_memory_bytes'),
    errorRatio: errorRatio(samples, '/checkout'),
  };
}

function versionIn(samples: readonly Sample[]): string {
  return samples.find(({ name }) => name === 'build_info')?.labels['version'] ?? 'unknown';
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)}%`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}
