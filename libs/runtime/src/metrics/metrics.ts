import { Counter, collectDefaultMetrics, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { type MetricKind, metricNameProblem } from './metric-name.js';

export type { Counter, Gauge, Histogram } from 'prom-client';

export interface MetricDefinition<Label extends string = never> {
  readonly name: string;
  /** One sentence; the reference page and the exposition show it. */
  readonly help: string;
  readonly labels?: readonly Label[];
}

export interface GaugeDefinition<Label extends string> extends MetricDefinition<Label> {
  /** Sets the gauge when it is scraped; for what is cheap to ask and dear to keep up to date. */
  readonly collect?: (gauge: Gauge<Label>) => void | Promise<void>;
}

export interface HistogramDefinition<Label extends string> extends MetricDefinition<Label> {
  /** Upper bounds, ascending, in the unit of the name. */
  readonly buckets: readonly number[];
}

/**
 * The metrics of one process. Asking for a name again answers the same metric, so that services sharing a process share
 * it. A bad name, or one name with two shapes, is a bug and throws.
 */
export interface Metrics {
  counter<Label extends string = never>(definition: MetricDefinition<Label>): Counter<Label>;
  gauge<Label extends string = never>(definition: GaugeDefinition<Label>): Gauge<Label>;
  histogram<Label extends string = never>(definition: HistogramDefinition<Label>): Histogram<Label>;
  /** All metrics in the Prometheus text format. A gauge that cannot be collected is left out, the others stand. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface MetricsOptions {
  /** `trailhound_build_info`. */
  readonly version: string;
  /** Also Node's own: CPU, memory, event loop lag, garbage collection. Default false. */
  readonly processMetrics?: boolean;
  /** Told of a gauge that could not be collected. */
  readonly onCollectError?: (name: string, error: unknown) => void;
}

export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const shapes = new Map<string, string>();
  if (options.processMetrics) collectDefaultMetrics({ register: registry });

  function once<M extends Metric>(kind: MetricKind, definition: MetricDefinition<string>, create: () => M): M {
    const labels = definition.labels ?? [];
    const problem = metricNameProblem(kind, definition.name, labels);
    if (problem !== undefined) throw new Error(`${kind} ${definition.name}: ${problem}`);
    const shape = [kind, ...labels].join(' ');
    const known = shapes.get(definition.name);
    if (known === undefined) {
      const metric = create();
      shapes.set(definition.name, shape);
      return metric;
    }
    if (known !== shape) throw new Error(`${definition.name} is already a "${known}", now asked for as "${shape}"`);
    return registry.getSingleMetric(definition.name) as Metric as M;
  }

  const shared = <Label extends string>({ name, help, labels }: MetricDefinition<Label>) => ({
    name,
    help,
    labelNames: labels ?? [],
    registers: [registry],
  });

  const metrics: Metrics = {
    counter: (definition) => once('counter', definition, () => new Counter(shared(definition))),
    gauge: <Label extends string>(definition: GaugeDefinition<Label>) =>
      once('gauge', definition, () => new Gauge<Label>({ ...shared(definition), ...collecting(definition) })),
    histogram: (definition) =>
      once('histogram', definition, () => new Histogram({ ...shared(definition), buckets: [...definition.buckets] })),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };

  function collecting<Label extends string>({ name, labels = [], collect }: GaugeDefinition<Label>) {
    if (collect === undefined) return {};
    return {
      async collect(this: Gauge<Label>) {
        try {
          await collect(this);
        } catch (error) {
          // An old value would pass for a present one, and reset alone leaves a zero where there are no labels.
          this.reset();
          if (labels.length === 0) this.remove();
          options.onCollectError?.(name, error);
        }
      },
    };
  }

  metrics
    .gauge({ name: 'trailhound_build_info', help: 'Always 1; which build this is.', labels: ['version', 'node'] })
    .set({ version: options.version, node: process.versions.node }, 1);
  return metrics;
}
