import { request } from 'node:http'
import { run } from './run.ts'

/** Megabytes of a million bytes, by name. */
export type Sizes = Map<string, number>

interface Stats {
  cpu_stats: { cpu_usage: { total_usage: number } }
  memory_stats: { usage: number; stats: Record<string, number> }
}

/** What each container uses, less the page cache that nobody has touched for a while: as `docker stats` counts. */
export async function megabytes(containers: Map<string, string>): Promise<Sizes> {
  const entries = Array.from(containers, async ([name, id]) => {
    const { usage, stats } = (await statsOf(id)).memory_stats
    const droppable = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0
    return [name, (usage - droppable) / 1e6] as const
  })
  return new Map(await Promise.all(entries))
}

/** CPU seconds used since the containers were started. */
export async function cpuSeconds(ids: string[]): Promise<number> {
  const all = await Promise.all(ids.map(statsOf))
  return all.reduce((sum, { cpu_stats: { cpu_usage: cpu } }) => sum + cpu.total_usage / 1e9, 0)
}

/** The container of this name on a network of the stack, of our own image, running one script of the bench's. */
export async function runScript(
  name: string,
  network: string,
  script: string,
): Promise<AsyncDisposable & { id: string }> {
  const mount = ['--volume', `${script}:/bench.ts:ro`]
  const flags = ['--detach', '--init', '--name', name, '--network', network, ...mount]
  const id = await run('docker', ['run', ...flags, 'aika-service:latest', 'node', '/bench.ts'])
  return {
    id,
    async [Symbol.asyncDispose]() {
      await run('docker', ['rm', '--force', id])
    },
  }
}

function statsOf(id: string): Promise<Stats> {
  const { promise, resolve, reject } = Promise.withResolvers<Stats>()
  const socketPath = process.env['DOCKER_SOCKET'] ?? '/var/run/docker.sock'
  const path = `/containers/${id}/stats?stream=false&one-shot=true`
  const sent = request({ socketPath, path, host: 'engine' }, (response) => {
    let text = ''
    response.on('data', (chunk) => (text += String(chunk)))
    response.on('end', () => resolve(JSON.parse(text) as Stats))
    response.on('error', reject)
  })
  sent.on('error', reject)
  sent.end()
  return promise
}
