import { readFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './run.ts'

/** Whatever the tests start carries this name, and nothing else is touched. Another name is another stack. */
export const project = process.env['AIKA_E2E_PROJECT'] ?? 'aika-test-e2e'
/** Of the demo page; the console's is one less. */
const demoPort = Number(process.env['AIKA_E2E_PORT'] ?? 18_190)

const root = path.resolve(__dirname, '../../..')
const state = path.join(root, '.aika', project)

/** Each test speaks as people of its own, so that no test depends on another's history. */
const crowd = 750
const runsOfOneStack = 8
const people = Array.from({ length: crowd * runsOfOneStack }, (_, index) => 1_001 + index)

/** `AIKA_E2E_REUSE=<n>`: the stack that was kept is used again, for the n-th time, by people it does not know yet. */
export const reuse = Number(process.env['AIKA_E2E_REUSE'] ?? 0)
export const firstOfRun = reuse * crowd

/** What `.env` would say. It must be the same for every Compose call, or Compose would make the containers anew. */
const settings = {
  AIKA_PROJECT: project,
  DEMO_PORT: String(demoPort),
  CONSOLE_PORT: String(demoPort - 1),
  ALLOWED_USER_IDS: people.join(','),
  ADMIN_USER_IDS: '1001',
  // Bursts are what some tests are about; the limits have tests of their own.
  RATE_MESSAGES_PER_MINUTE: '0',
  RATE_RUNS_PER_HOUR: '0',
  RATE_UPLOAD_MB_PER_DAY: '0',
  RATE_MODEL_CALLS_PER_HOUR: '0',
}

/** The stand-ins' address: demo page and control API. */
export function standInsUrl(): string {
  const port = /^DEMO_PORT=(\d+)$/m.exec(readFileSync(path.join(state, 'compose.env'), 'utf8'))?.[1]
  return `http://127.0.0.1:${port}`
}

/** `./aika demo` for this project: images, secrets, containers; returns when every service is healthy. */
export async function startStack(): Promise<void> {
  await run(path.join(root, 'aika'), ['demo', '--yes'], { env: settings, timeoutMs: 900_000 })
}

/** Ends this project alone and wipes what it kept, in the words of `./aika` itself. */
export async function endStack(): Promise<void> {
  const script = [
    `root=${root} state_root=${root}/.aika socket=/var/run/docker.sock assume_yes=yes`,
    `. ${root}/ops/lib.sh; . ${root}/ops/settings.sh; . ${root}/ops/stack.sh`,
    'use_demo_stack; stop_stack --volumes; as_root rm -rf "$state"',
  ].join('\n')
  await run('bash', ['-euc', script], { env: settings, timeoutMs: 180_000 })
}

export function compose(args: string[], env: Record<string, string> = {}): Promise<string> {
  const files = ['-f', 'docker-compose.yml', '-f', 'docker-compose.demo.yml'].map((word) =>
    word === '-f' ? word : path.join(root, word),
  )
  const envFiles = ['--env-file', '/dev/null', '--env-file', path.join(state, 'compose.env')]
  const all = ['compose', '-p', project, '--project-directory', root, ...files, ...envFiles, ...args]
  return run('docker', all, { env: { ...settings, ...env } })
}

export const docker = (...args: string[]) => run('docker', args)
