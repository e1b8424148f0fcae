import { describe, expect, it } from 'vitest';
import { processingSeconds } from './buckets.js';
import { metricNameProblem } from './metric-name.js';
import { createMetrics } from './metrics.js';

describe('metric names', () => {
  it.each([
    ['counter', 'trailhound_records_consumed_total', ['stage', 'result']],
    ['gauge', 'trailhound_consumer_lag_seconds', ['topic', 'partition']],
    ['gauge', 'trailhound_build_info', ['version']],
    ['histogram', 'trailhound_process_duration_seconds', ['stage']],
    ['counter', 'trailhound_matches_total', ['rule']],
  ] as const)('accepts the %s %s', (kind, name, labels) => {
    expect(metricNameProblem(kind, name, labels)).toBeUndefined();
  });

  it.each([
    ['counter', 'records_total', [], /trailhound_/],
    ['counter', 'trailhound_Records_total', [], /snake case/],
    ['counter', 'trailhound_records', [], /_total/],
    ['gauge', 'trailhound_records_total', [], /only a counter/],
    ['histogram', 'trailhound_latency', [], /unit/],
    ['histogram', 'trailhound_latency_ms', [], /base units/],
    ['gauge', 'trailhound_alert_count', [], /histogram series/],
    ['counter', 'trailhound_records_total', ['account_id'], /no bound/],
    ['counter', 'trailhound_records_total', ['source_ip'], /no bound/],
    ['counter', 'trailhound_records_total', ['Stage'], /label name/],
  ] as const)('refuses the %s %s with labels %j', (kind, name, labels, problem) => {
    expect(metricNameProblem(kind, name, labels)).toMatch(problem);
  });
});

describe('Metrics', () => {
  it('exposes what was counted, set and observed', async () => {
    const metrics = createMetrics({ version: '1.2.3' });
    metrics.counter({ name: 'trailhound_records_total', help: 'r', labels: ['result'] }).inc({ result: 'ok' }, 3);
    metrics.gauge({ name: 'trailhound_open', help: 'o' }).set(2);
    metrics.histogram({ name: 'trailhound_work_seconds', help: 'w', buckets: processingSeconds }).observe(0.002);
    const { contentType, text } = await metrics.expose();
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('trailhound_records_total{result="ok"} 3');
    expect(text).toContain('trailhound_open 2');
    expect(text).toContain('trailhound_work_seconds_bucket{le="0.0025"} 1');
    expect(text).toMatch(/trailhound_build_info\{version="1\.2\.3",node="\d+\./);
    expect(text).not.toContain('process_cpu');
  });

  it('gives services of one process the same metric, and each process its own', async () => {
    const [one, other] = [createMetrics({ version: '1' }), createMetrics({ version: '1' })];
    const definition = { name: 'trailhound_records_total', help: 'r' };
    one.counter(definition).inc();
    one.counter(definition).inc();
    other.counter(definition).inc();
    expect((await one.expose()).text).toContain('trailhound_records_total 2');
    expect((await other.expose()).text).toContain('trailhound_records_total 1');
  });

  it('throws for a bad name and for one name with two shapes', () => {
    const metrics = createMetrics({ version: '1' });
    expect(() => metrics.counter({ name: 'trailhound_records', help: 'r' })).toThrow(/_total/);
    metrics.counter({ name: 'trailhound_a_total', help: 'a', labels: ['x'] });
    expect(() => metrics.counter({ name: 'trailhound_a_total', help: 'a', labels: ['y'] })).toThrow(/already/);
  });

  it('leaves out a gauge that cannot be collected and says so, the others stand', async () => {
    const failed: string[] = [];
    const metrics = createMetrics({ version: '1', onCollectError: (name) => failed.push(name) });
    let broken = false;
    metrics.gauge({
      name: 'trailhound_lag_seconds',
      help: 'l',
      labels: ['topic'],
      collect: (gauge) => {
        if (broken) throw new Error('broker gone');
        gauge.set({ topic: 'alerts' }, 7);
      },
    });
    expect((await metrics.expose()).text).toContain('trailhound_lag_seconds{topic="alerts"} 7');
    metrics.gauge({
      name: 'trailhound_open',
      help: 'o',
      collect: (gauge) => {
        if (broken) throw new Error('store gone');
        gauge.set(7);
      },
    });
    expect((await metrics.expose()).text).toContain('trailhound_open 7');
    broken = true;
    const { text } = await metrics.expose();
    expect(text).not.toContain('trailhound_lag_seconds{');
    expect(text).not.toMatch(/^trailhound_open /m);
    expect(text).toContain('trailhound_build_info');
    expect(failed).toEqual(['trailhound_lag_seconds', 'trailhound_open']);
  });

  it("adds Node's own metrics on request", async () => {
    expect((await createMetrics({ version: '1', processMetrics: true }).expose()).text).toContain('process_cpu');
  });
});
