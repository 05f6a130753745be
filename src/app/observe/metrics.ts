import { metadata } from '../../source/metadata.ts';
import type { Environment } from '../settings/environment.ts';

/** OpenTelemetry metrics of runs. */
export type Metrics = {
  /** A delivery was settled. */
  settled(week: string, language: string, state: string): void;
  /** Whether all sending has stopped because the server refuses us. */
  stopped(is: boolean): void;
  /** Sends what is left. */
  close(): Promise<void>;
};

/**
 * OpenTelemetry metrics where the environment asks for them (`OTEL_EXPORTER_OTLP_ENDPOINT` and its kin, which the exporter
 * reads itself); else nothing, and nothing is loaded.
 */
export async function makeMetrics(env: Environment): Promise<Metrics> {
  const wanted =
    env.OTEL_SDK_DISABLED !== 'true' &&
    env.OTEL_METRICS_EXPORTER !== 'none' &&
    (env.OTEL_METRICS_EXPORTER ?? env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT);
  if (!wanted) return { settled: () => undefined, stopped: () => undefined, close: () => Promise.resolve() };
  const [{ MeterProvider, PeriodicExportingMetricReader }, { OTLPMetricExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-metrics'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const own = resources.resourceFromAttributes({ 'service.name': 'hebdo', 'service.version': metadata.version });
  // The environment's own name for the service wins.
  const environment = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new MeterProvider({
    resource: own.merge(environment),
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ timeoutMillis: Number(env.OTEL_EXPORTER_OTLP_TIMEOUT) || 3_000 }),
        exportIntervalMillis: Number(env.OTEL_METRIC_EXPORT_INTERVAL) || 10_000,
        exportTimeoutMillis: 5_000,
      }),
    ],
  });
  const meter = provider.getMeter('hebdo', metadata.version);
  const stopped = meter.createGauge('hebdo.stopped', {
    description: '1 while the server refuses us, and nothing is sent',
  });
  const deliveries = meter.createCounter('hebdo.deliveries', {
    description: 'Deliveries settled, by how they ended',
    unit: '{delivery}',
  });
  return {
    stopped: is => stopped.record(is ? 1 : 0),
    settled: (week, language, state) => deliveries.add(1, { week, language, state }),
    // A collector that is away must not keep a run from ending.
    close: () => provider.shutdown().catch(() => undefined),
  };
}
