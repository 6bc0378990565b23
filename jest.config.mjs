export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // ESM-only packages that our code imports.
  transformIgnorePatterns: ['/node_modules/(?!(p-map|shlex)/)'],
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/test/support/seeded-fast-check.mjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // Tests assert no wall time; a loaded machine must not fail them.
  testTimeout: 120_000,
  // On two cores jest would otherwise run everything one after the other.
  maxWorkers: '100%',
  randomize: true,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  restoreMocks: true,
  setupFiles: ['<rootDir>/test/support/environment.ts'],
};
