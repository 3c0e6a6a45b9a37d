const transform = {
  '^.+\\.[cm]?[jt]s$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'esnext' },
      module: { type: 'commonjs', importInterop: 'node' },
    },
  ],
}

/** Packages that ship ESM alone go through the transform too; all others are left as they are. */
const esmOnly = [
  'marked',
  'content-disposition',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer/inflate',
  '@borewit/text-codec',
  '@prisma/client',
  'fast-check',
  'pure-rand',
  'unbash',
]

const composedStack = {
  globalSetup: '<rootDir>/tests/e2e/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/e2e/support/global-teardown.ts',
}

/** Long, and mostly waiting: `./aika test` runs them on a second stack, beside the other end-to-end tests. */
const mostlyWaiting = ['soak', 'watchdog', 'crashes', 'reminders', 'incidents']

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  transform,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  transformIgnorePatterns: [`/node_modules/(?!(\\.pnpm/)?(${esmOnly.join('|').replaceAll('/', '[/+]')}))`],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.aika', '<rootDir>/data'],
  ...more,
})

export default {
  projects: [
    project('unit', [
      '<rootDir>/{packages,services,scripts}/**/src/**/*.test.ts',
      '<rootDir>/tests/ops/**/*.test.ts',
    ]),
    project('integration', [
      '<rootDir>/{packages,services}/*/test/**/*.integration.test.ts',
      '<rootDir>/bench/**/*.integration.test.ts',
      '<rootDir>/tests/time-capsule/*.integration.test.ts',
    ]),
    project('browser', ['<rootDir>/tests/browser/**/*.browser.test.ts']),
    project('attacks', ['<rootDir>/tests/attacks/**/*.attack.test.ts']),
    project('e2e', ['<rootDir>/tests/{e2e,attacks}/**/*.e2e.test.ts'], {
      ...composedStack,
      testPathIgnorePatterns: mostlyWaiting.map((name) => `/${name}\\.e2e\\.test\\.ts$`),
    }),
    project(
      'e2e-waiting',
      mostlyWaiting.map((name) => `<rootDir>/tests/e2e/${name}.e2e.test.ts`),
      composedStack,
    ),
  ],
  testTimeout: 60_000,
  maxWorkers: 2,
}
