import type { Plugin } from 'esbuild'

/**
 * Parts of our dependencies that no service ever reaches. Each costs memory in every process that carries it, whether
 * it is called or not: its text stays in V8's heap.
 */
const leftOut = [
  // BullMQ on PostgreSQL: our queues are in Redis.
  /\/bullmq\/dist\/\w+\/postgres\/index\.js$/,
  // Gemini with Google accounts: we have a service token.
  /\/google-auth-library\/build\/src\/index\.js$/,
  // Docker over SSH, and BuildKit's sessions: the executor talks to a local socket and never builds.
  /\/ssh2\/lib\/index\.js$/,
  /\/@grpc\/(grpc-js|proto-loader)\/build\/src\/index\.js$/,
  /\/protobufjs\/(index|ext\/descriptor\/index)\.js$/,
]

/** Stands for what was left out. Loading it is fine; using it says what is missing. */
const standIn = (file: string) => `
const missing = () => { throw new Error(${JSON.stringify(`${file} is left out of the bundle: see scripts/left-out.ts`)}) }
module.exports = new Proxy(class {}, {
  get: (_target, name) => (name === '__esModule' || typeof name === 'symbol' ? undefined : module.exports),
  apply: missing,
  construct: missing,
})`

/** Smaller stand-ins for what is needed in part. */
const replaced: [RegExp, string][] = [
  // Gemini's live calls go over WebSockets; ours stream over HTTP.
  [
    /\/ws\/wrapper\.mjs$/,
    `export default class { constructor() { throw new Error('ws is left out of the bundle') } }`,
  ],
  // zod speaks fifty languages; its English says all that our logs need.
  [/\/zod\/v4\/locales\/index\.js$/, `export { default as en } from './en.js'`],
]

/** Keeps the bundles to what runs. */
export const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    for (const filter of leftOut) {
      build.onLoad({ filter }, ({ path }) => ({ contents: standIn(path.split('/node_modules/').pop()!) }))
    }
    for (const [filter, contents] of replaced) build.onLoad({ filter }, () => ({ contents }))
  },
}
