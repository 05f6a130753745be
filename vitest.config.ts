import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The language of messages, whatever that of the machine.
    env: { LANG: 'en' },
    // How long a thing may take on a busy machine is measured in bench/, not here.
    expect: { poll: { timeout: 30_000 } },
    // Most tests wait for processes and sockets; more workers than the two cores CI has would only make them slower.
    maxWorkers: 2,
    // Tests of a file that wait for processes run at once (`describe.concurrent`), but not so many that they reach hebdo's own limits of time.
    maxConcurrency: 3,
    reporters: ['default', ['json', { outputFile: 'node_modules/.cache/vitest-report.json' }]],
  },
});
