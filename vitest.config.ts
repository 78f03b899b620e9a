import { defineConfig } from 'vitest/config';

// `npm test` runs only `unit`: it needs nothing but Node and never leaves loopback. `degrading` neither, but takes minutes.
// `e2e` needs a Chromium, `openstack` a running cloud, `packaged` bundles, and renders the chart with Go; .ci/run provides
// all of it.
export default defineConfig({
  test: {
    // A core less, which is the default, would be one of two.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/openstack/**', 'test/packaged/**', 'test/degrading/**'],
          setupFiles: ['test/support/loopback-only.ts', 'test/support/fixed-seed.ts'],
          // Nothing here is about how fast a machine is.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'degrading',
          include: ['test/degrading/**/*.test.ts'],
          setupFiles: ['test/support/loopback-only.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'packaged',
          include: ['test/packaged/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'openstack',
          include: ['test/openstack/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
