import { eventually } from './eventually.ts'
import { compose, docker, project } from './project.ts'

/** Every service of the stack that runs on, and may therefore die. */
export const services = [
  'redis', 'bot', 'agent', 'summarizer', 'scheduler', 'executor', 'gateway', 'console',
] as const // prettier-ignore
export type Service = (typeof services)[number]

export interface Container {
  Id: string
  Name: string
  Config: {
    Env: string[] | null
    Labels: Record<string, string>
    User: string
    Healthcheck: { Test: string[] }
  }
  Mounts: { Type: string; Source: string; Destination: string; RW: boolean }[]
  NetworkSettings: { Networks: Record<string, unknown> }
  State: { Running: boolean; StartedAt: string; Pid: number }
  HostConfig: {
    ReadonlyRootfs: boolean
    CapDrop: string[] | null
    CapAdd: string[] | null
    SecurityOpt: string[] | null
    NetworkMode: string
    Memory: number
    PortBindings: Record<string, { HostIp: string }[]> | null
    Privileged: boolean
  }
}

/** Containers with all these labels, ended ones too. */
async function withLabels(labels: Record<string, string>, more: string[] = []): Promise<string[]> {
  const all = await docker('ps', '-aq', '--no-trunc', ...labelFilters(labels), ...more)
  return all.split('\n').filter(Boolean)
}

const labelFilters = (labels: Record<string, string>) =>
  Object.entries(labels).flatMap(([name, value]) => ['--filter', `label=${name}=${value}`])

async function inspect(ids: string[]): Promise<Container[]> {
  return ids.length === 0 ? [] : (JSON.parse(await docker('inspect', ...ids)) as Container[])
}

/** Compose labels the images that it builds too, and with them every sandbox; only its own are said to be no one-off. */
const ofStack = { 'com.docker.compose.project': project, 'com.docker.compose.oneoff': 'False' }
const ofService = (service: string) => ({ ...ofStack, 'com.docker.compose.service': service })

export const containersOf = async (service: string) => inspect(await withLabels(ofService(service)))
export const allContainers = async () => inspect(await withLabels(ofStack))

export const serviceOf = ({ Config }: Container) => Config.Labels['com.docker.compose.service'] ?? ''

/** Sandboxes of one person that a command was given to, ended ones too; not those that wait for one. */
export async function sandboxesOf(userId: number): Promise<Container[]> {
  // One that is removed between the two questions is not there any more.
  return inspect(await sandboxIds(userId)).catch(() => [])
}

const runName = `${project}-run-`
const ofPerson = (userId: number) => ({ 'aika.owner': project, 'aika.user': String(userId) })
const sandboxIds = (userId: number) => withLabels(ofPerson(userId), ['--filter', `name=^${runName}`])

/** Waits until a command of this person runs. */
export function sandboxRunning(userId: number): Promise<Container> {
  return eventually(`a command of ${userId} runs`, async () =>
    (await sandboxesOf(userId)).find(({ State }) => State.Running),
  )
}

export function sandboxesGone(userId: number): Promise<true> {
  return eventually(
    `no sandbox of ${userId} is left`,
    async () => (await sandboxIds(userId)).length === 0 || undefined,
  )
}

/**
 * Sandboxes that were given to a command of one person since `since`, as the engine recorded it: each is called by its run
 * then.
 */
export async function sandboxStarts(userId: number, since: Date): Promise<string[]> {
  const window = ['--since', since.toISOString(), '--until', new Date().toISOString()]
  const filters = ['--filter', 'event=rename', ...labelFilters(ofPerson(userId))]
  const format = ['--format', '{{.Actor.Attributes.name}} {{.ID}}']
  const lines = await docker('events', ...window, ...filters, ...format)
  const given = lines.split('\n').filter((line) => line.startsWith(runName))
  return [...new Set(given.map((line) => line.split(' ')[1]!))]
}

/**
 * `kill -9` of everything in a service's containers, as a crash would do it: unlike `docker kill`, Docker brings them
 * back by itself. @returns whether any ran and was killed.
 */
export async function killService(service: Service): Promise<boolean> {
  const ids = await withLabels(ofService(service))
  // No container's process 1 can be killed from inside. The executor is that itself, and ends at once without its proxy.
  const user = service === 'executor' ? ['--user', '10002:10002'] : []
  const kill = (id: string) =>
    docker('exec', ...user, id, 'sh', '-c', 'kill -9 -1').then(() => true, diedOfIt)
  return (await Promise.all(ids.map(kill))).includes(true)
}

/** The command that kills may be gone with the container before its end is told; one that is down cannot be killed. */
const diedOfIt = (error: unknown) => !/is not running|is restarting/.test(String(error))

/** Stops and starts a service in the operator's way. */
export async function restartService(service: Service): Promise<void> {
  await compose(['restart', service])
}

export const stopService = (service: Service) => compose(['stop', service])
export const startService = (service: Service) => compose(['start', service])

/** Runs so many of a service; those that run already are left alone. */
export async function scale(service: Service, replicas: number): Promise<void> {
  const only = ['--no-deps', '--no-build', '--no-recreate']
  await compose(['up', '--detach', ...only, '--scale', `${service}=${replicas}`, service])
  await everyServiceHealthy()
}

/** Docker waits up to 60 s before it starts again what died several times in a row. */
const restartMs = 120_000

/** Waits until each container's own health check passes, asked now and not when Docker next gets round to it. */
export async function everyServiceHealthy(): Promise<void> {
  const areHealthy = async () => {
    const containers = await allContainers()
    const running = new Set(containers.map(serviceOf))
    if (!services.every((service) => running.has(service))) return false
    await Promise.all(containers.filter(isService).map(assertHealthy))
    return true
  }
  await eventually('every service is healthy', areHealthy, restartMs)
}

const isService = (container: Container) => (services as readonly string[]).includes(serviceOf(container))

async function assertHealthy({ Id, Config }: Container): Promise<void> {
  await docker('exec', Id, ...Config.Healthcheck.Test.slice(1))
}

/** What the bot counts under this name with these labels, among others; 0 when it never happened. */
export async function botMetric(name: string, labels: Record<string, string> = {}): Promise<number> {
  const ask = `fetch('http://127.0.0.1:9100/metrics').then(async (answer) => console.log(await answer.text()))`
  const metrics = await compose(['exec', '-T', 'bot', 'node', '-e', ask])
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  const line = metrics
    .split('\n')
    .find((text) => /^\w+/.exec(text)?.[0] === name && wanted.every((label) => text.includes(label)))
  return Number(line?.split(' ').at(-1) ?? 0)
}

/** Everything the containers of the stack have said so far. */
export const logsOfAll = () => compose(['logs', '--no-color', '--no-log-prefix'])

/** Every secret that any container of the stack holds, by its file's name. */
export async function secrets(): Promise<Map<string, string>> {
  const script = 'for file in /run/secrets/*; do echo "${file##*/}=$(cat "$file")"; done'
  const holders = ['bot', 'gateway', 'console'] satisfies Service[]
  const told = await Promise.all(
    holders.map((service) => compose(['exec', '-T', service, 'sh', '-c', script])),
  )
  const lines = told.join('').split('\n')
  const pairs = lines.map((line) => /^(\w+)=(.+)$/.exec(line)?.slice(1, 3) as [string, string] | undefined)
  return new Map(pairs.filter((pair) => pair !== undefined))
}
