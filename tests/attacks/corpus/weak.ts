import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Run, RunResult } from '../../../packages/contracts/src/index.ts'
import type { World } from './world.ts'

/** The same world with a hole in its sandboxes, to see that what gets through is noticed. */
export const weakened = (world: World, flags: readonly string[]): World => ({
  ...world,
  send: (run) => runWeakly(world, flags.map(world.fill), run),
})

async function runWeakly(world: World, flags: string[], run: Omit<Run, 'traceId'>): Promise<RunResult> {
  const script = 'script' in run.command ? run.command.script : ''
  const folder = join(world.folder, 'users', String(run.userId))
  const network = flags.includes('--network') ? [] : ['--network', 'none']
  const user = '--user 10001:10001 --hostname sandbox --memory 512m --pids-limit 128'.split(' ')
  const bash = ['--entrypoint', '/usr/bin/timeout', 'agent-sandbox-runner:latest', '20', 'bash', '-c', script]
  const child = spawn(
    'docker',
    ['run', '--rm', ...user, ...network, '-v', `${folder}:/work`, ...flags, ...bash],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: 40_000 },
  )
  const outputs = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (outputs.stdout += chunk.toString('latin1')))
  child.stderr.on('data', (chunk: Buffer) => (outputs.stderr += chunk.toString('latin1')))
  const [exitCode] = (await once(child, 'close')) as [number]
  return { stoppedReason: 'exit', exitCode, ...outputs, omittedBytes: 0, durationMs: 0, timeoutSeconds: 20 }
}
