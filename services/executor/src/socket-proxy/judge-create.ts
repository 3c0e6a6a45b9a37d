import { containerSpec, userLabel } from '../domain/container-spec.ts'
import type { ProxySettings, Verdict } from './judge-request.ts'
import { isMadeName } from './own-names.ts'
import { readQuery } from './read-query.ts'
import { parseJson, sameJson } from './same-json.ts'

const refused = (reason: string): Verdict => ({ allowed: false, reason })

/**
 * A container is made only as our own spec has it for its person; the request merely says who that is. What goes to the
 * engine is that spec, never the bytes that came: keys that stand twice or in other letters have nothing to tell it.
 */
export function judgeCreate(query: string, body: string, settings: ProxySettings): Verdict {
  const name = readQuery(query, { name: 'text' })?.['name']
  if (!isMadeName(name, settings.sandbox.owner))
    return refused('a container is made under one of our names alone')
  const wish = parseJson(body)
  const userId = userOf(wish)
  if (userId === undefined) return refused('a container is made for a person, who stands in its label')
  const folder = folderOf(userId, wish, settings)
  if (folder === undefined) return refused('only a folder made for it may be mounted for the self-test')
  const spec = JSON.stringify(containerSpec(userId, `${settings.hostUserDir}/${folder}`, settings.sandbox))
  if (!sameJson(body, spec))
    return refused('the container asked for is not the one that our spec has for this person')
  const path = `/containers/create?name=${name}`
  return { allowed: true, call: { kind: 'create', path, body: spec, folder } }
}

function userOf(wish: unknown): number | undefined {
  const label = part(part(wish, 'Labels'), userLabel)
  const isPlain = typeof label === 'string' && /^(0|[1-9]\d{0,15})$/.test(label)
  return isPlain && Number.isSafeInteger(Number(label)) ? Number(label) : undefined
}

/** A person's is their id; the self-test makes one of its own each time, for nobody. */
function folderOf(userId: number, wish: unknown, { hostUserDir }: ProxySettings): string | undefined {
  if (userId > 0) return String(userId)
  const mount = part(part(part(wish, 'HostConfig'), 'Mounts'), '0')
  const folder = folderIn(hostUserDir, part(mount, 'Source'))
  return folder?.startsWith('.selftest-') ? folder : undefined
}

/** The name of a person's folder, or of the self-test's, when a path on the host is exactly that. */
export function folderIn(hostUserDir: string, source: unknown): string | undefined {
  if (typeof source !== 'string' || !source.startsWith(`${hostUserDir}/`)) return undefined
  const folder = source.slice(hostUserDir.length + 1)
  return /^([1-9]\d{0,15}|\.selftest-[A-Za-z0-9]{6})$/.test(folder) ? folder : undefined
}

function part(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}
