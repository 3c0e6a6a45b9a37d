import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { everyServiceHealthy } from '../../e2e/support/containers.ts'
import { compose, project } from '../../e2e/support/project.ts'
import { run } from '../../e2e/support/run.ts'
import type { Wall } from './wall.ts'

const root = path.resolve(__dirname, '../../..')
const folder = path.join(root, '.aika', project, 'walls')

/** A wall's service without it, made but not running. */
export interface Breach {
  wall: Wall
  /** A Compose file that puts it in the service's place. */
  override: string
}

/** Bundles a service without one of its walls. @throws when the wall's line is not there exactly once. */
export async function prepare(name: string, wall: Wall): Promise<Breach> {
  const dist = path.join(folder, name)
  const override = path.join(folder, `${name}.json`)
  await mkdir(dist, { recursive: true, mode: 0o755 })
  const script = path.join(__dirname, 'bundle-without.ts')
  await run(process.execPath, [script, JSON.stringify(wall), dist])
  const volumes = [{ type: 'bind', source: dist, target: '/app/dist', read_only: true }]
  await writeFile(override, JSON.stringify({ services: { [wall.service]: { volumes } } }))
  return { wall, override }
}

/** The service that lacks a wall now. */
let breached: Wall['service'] | undefined

/** Has the stack run with this one breach, or whole. Services that stay as they are go on running. */
export async function standWith(breach: Breach | undefined): Promise<void> {
  const next = breach?.wall.service
  const services = [...new Set([breached, next])].filter((service) => service !== undefined)
  if (services.length === 0) return
  // Whatever comes of the next call, it may be in force.
  breached = next ?? breached
  const override = breach ? ['-f', breach.override] : []
  await compose([...override, 'up', '--detach', '--no-deps', '--no-build', ...services])
  await everyServiceHealthy()
  breached = next
}

export const forgetBreaches = () => rm(folder, { recursive: true, force: true })
