/** The arrows of the house: entry → domain ← adapters; compose sees all three, main sees compose. */
const domain = '^services/[^/]+/src/domain/'

module.exports = {
  forbidden: [
    {
      name: 'service-imports-service',
      comment: 'A queue contract is the only door between services.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'package-imports-service',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'service-imports-stand-ins',
      comment: 'Services reach the stand-ins through their addresses only; tests may start them.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/stand-ins/' },
    },
    {
      name: 'contracts-depend-on-zod-alone',
      severity: 'error',
      from: { path: '^packages/contracts/src/' },
      to: { pathNot: ['^packages/contracts/src/', 'node_modules/zod/', '^(node:)?crypto$'] },
    },
    {
      name: 'domain-knows-the-world',
      comment: 'Domain runs without Docker, Redis or Telegram: contracts, errors and types only.',
      severity: 'error',
      from: { path: domain, pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          domain,
          '^packages/(contracts|errors|command-judge|when|recall|spelling)/',
          'node_modules/(zod|marked)/',
          '^node:(crypto|url|buffer)$',
          '^(crypto|url|buffer)$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domain-imports-outward',
      severity: 'error',
      from: { path: domain, pathNot: '\\.test\\.ts$' },
      to: { path: '^services/[^/]+/src/(entry|adapters)/' },
    },
    {
      name: 'entry-imports-adapters',
      severity: 'error',
      from: { path: '^services/[^/]+/src/entry/' },
      to: { path: '^services/[^/]+/src/adapters/' },
    },
    {
      name: 'adapters-import-entry',
      severity: 'error',
      from: { path: '^services/[^/]+/src/adapters/' },
      to: { path: '^services/[^/]+/src/entry/' },
    },
    {
      name: 'only-main-sees-compose',
      severity: 'error',
      from: { path: '^services/[^/]+/src/', pathNot: '^services/[^/]+/src/main\\.ts$' },
      to: { path: '^services/[^/]+/src/compose\\.ts$' },
    },
    {
      name: 'telegraf-outside-the-bot',
      severity: 'error',
      from: { pathNot: '^services/bot/|^packages/stand-ins/' },
      to: { path: 'node_modules/telegraf/' },
    },
    {
      name: 'docker-outside-the-executor',
      comment: 'Only the executor speaks to the engine.',
      severity: 'error',
      from: { path: '^(services|packages)/', pathNot: '^services/executor/' },
      to: { path: 'node_modules/dockerode/' },
    },
    {
      name: 'files-opened-outside-workspace',
      comment: "packages/workspace is the only code that opens people's files.",
      severity: 'error',
      from: {
        path: '^services/[^/]+/src/',
        // The dashboard's own pages inside the image; a folder the self-test makes and removes; reports for admins. None
        // is a person's.
        pathNot: [
          '\\.test\\.ts$',
          '^services/console/src/adapters/bull-board-ui\\.ts$',
          '^services/executor/src/adapters/self-test\\.ts$',
          // Its own socket; that a person's folder is one and stays one while it is mounted.
          '^services/executor/src/socket-proxy/',
          // Whether a person's folder is still the one that a sandbox has; it is not opened.
          '^services/executor/src/adapters/people-folders\\.ts$',
          // How the kernel counts memory.
          '^services/executor/src/config\\.ts$',
          // Lines about runs, and which sandbox each was given to, in the admins' folder.
          '^services/executor/src/adapters/run-log\\.ts$',
          '^services/executor/src/adapters/disk-bookings\\.ts$',
          // What a file system says of itself.
          '^services/executor/src/adapters/disk-space\\.ts$',
          '^services/summarizer/src/adapters/report-files\\.ts$',
        ],
      },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
