import { createHash } from 'node:crypto'
import type { ContainerSpec } from './container-spec.ts'

/** As much of what the engine says about a container as is compared. */
export interface InspectedContainer {
  Config: Record<string, unknown>
  HostConfig: Record<string, unknown>
  Mounts: { Type?: string; Source?: string; Destination?: string; RW?: boolean }[]
}

/** May come from the image; nothing of the service is among them. */
const imageVariables = new Set([
  'PYTHONNOUSERSITE',
  'PYTHONDONTWRITEBYTECODE',
  'GIT_TERMINAL_PROMPT',
  'NODE_VERSION',
])

/** Must be empty, whatever the engine calls empty: ways out, and ways around what the spec sets. */
const neverSet = [
  'Annotations',
  'Binds',
  'CapAdd',
  'Devices',
  'DeviceRequests',
  'DeviceCgroupRules',
  'CgroupParent',
  'Cgroup',
  'CpuRealtimeRuntime',
  'OomKillDisable',
  'StorageOpt',
  'VolumeDriver',
  'VolumesFrom',
  'Links',
  'ExtraHosts',
  'Dns',
  'GroupAdd',
  'Sysctls',
  'PidMode',
  'UTSMode',
  'UsernsMode',
  'PortBindings',
  'PublishAllPorts',
]

/** What differs between a container and what was asked for, as one line each; none means it is as it must be. */
export function deviations(spec: ContainerSpec, real: InspectedContainer): string[] {
  const { HostConfig, Labels, Env, Healthcheck: _healthcheck, ...config } = spec
  const { Mounts, ...host } = HostConfig
  return [
    ...differences('', config, real.Config),
    ...differences('HostConfig.', host, real.HostConfig),
    ...differences('Labels.', Labels, (real.Config['Labels'] ?? {}) as Record<string, unknown>),
    ...environment(Env, (real.Config['Env'] ?? []) as string[]),
    ...mounts(Mounts, real.Mounts),
    ...neverSet
      .filter((name) => !isEmpty(real.HostConfig[name]))
      .map((name) => `HostConfig.${name} is set: ${JSON.stringify(real.HostConfig[name])}`),
  ]
}

function differences(prefix: string, want: object, real: Record<string, unknown>): string[] {
  return Object.entries(want)
    .filter(([name, value]) => !(isEmpty(value) && isEmpty(real[name])))
    .filter(([name, value]) => canonical(value) !== canonical(real[name]))
    .map(([name, value]) => `${prefix}${name}: ${inShort(real[name])} instead of ${inShort(value)}`)
}

/** A filter of system calls is 13 KB: of what is long, its beginning and what tells it from others. */
function inShort(value: unknown): string {
  const text = canonical(value)
  if (text.length <= 200) return text
  return `${text.slice(0, 100)}… (${createHash('sha256').update(text).digest('hex').slice(0, 8)})`
}

function environment(want: string[], real: string[]): string[] {
  const foreign = real.filter(
    (entry) => !want.includes(entry) && !imageVariables.has(entry.split('=')[0] ?? ''),
  )
  return foreign.map((entry) => `Env holds ${entry.split('=')[0]}`)
}

function mounts(want: ContainerSpec['HostConfig']['Mounts'], real: InspectedContainer['Mounts']): string[] {
  const shown = (list: (string | undefined | boolean)[][]) => JSON.stringify(list)
  const wanted = shown(want.map(({ Type, Source, Target, ReadOnly }) => [Type, Source, Target, !ReadOnly]))
  const found = shown(real.map(({ Type, Source, Destination, RW }) => [Type, Source, Destination, RW]))
  return wanted === found ? [] : [`Mounts: ${found} instead of ${wanted}`]
}

/** Order of keys, and of lists that are sets, is the engine's own business. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'nothing'
  const entries = Object.entries(value).filter(([, part]) => !isEmpty(part))
  return `{${entries
    .map(([name, part]) => `${name}:${canonical(part)}`)
    .sort()
    .join()}}`
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
