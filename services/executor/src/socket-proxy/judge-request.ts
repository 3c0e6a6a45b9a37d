import { judgeCreate } from './judge-create.ts'
import { ownerLabel, type SandboxSettings } from '../domain/container-spec.ts'
import { isRunName } from './own-names.ts'
import { readQuery, type Flag, type Query, type QueryShape } from './read-query.ts'
import { sameJson } from './same-json.ts'

/** What the proxy knows by itself; nothing of it comes from whoever asks. */
export interface ProxySettings {
  sandbox: SandboxSettings
  /** The folder of all people's folders, as the engine's host names it. */
  hostUserDir: string
}

export type Action = 'start' | 'attach' | 'logs' | 'kill' | 'rename' | 'inspect' | 'remove'

/** What is to be asked of the engine instead of the request that came; made anew from what was understood of it. */
export type EngineCall =
  | { kind: 'ask'; path: string }
  | {
      kind: 'create'
      path: string
      /** Our own spec, not the bytes that came. */
      body: string
      /** Whose folder it mounts: its name in the folder of all. */
      folder: string
    }
  | {
      kind: 'container'
      action: Action
      method: string
      /** An id or a name; whether it is ours is still to be found out. */
      container: string
      /** Follows `/containers/<id>`. */
      rest: string
      /** Whether an attach asks for the input as well. */
      withInput: boolean
    }

export type Verdict = { allowed: true; call: EngineCall } | { allowed: false; reason: string }

const refused = (reason: string): Verdict => ({ allowed: false, reason })
const ask = (path: string): Verdict => ({ allowed: true, call: { kind: 'ask', path } })

interface ContainerRule {
  action: Action
  method: string
  query: QueryShape
  /** Of the engine's path after the container's id. */
  rest: string
}

const flags = (...names: string[]): QueryShape => Object.fromEntries(names.map((name) => [name, 'flag']))

/** By method and the last part of the path; whatever is not here does not exist. */
const containerRules: Record<string, ContainerRule> = {
  'POST start': { action: 'start', method: 'POST', query: {}, rest: '/start' },
  'POST attach': {
    action: 'attach',
    method: 'POST',
    query: flags('stream', 'stdin', 'stdout', 'stderr', 'hijack'),
    rest: '/attach',
  },
  'GET logs': { action: 'logs', method: 'GET', query: flags('follow', 'stdout', 'stderr'), rest: '/logs' },
  'POST kill': { action: 'kill', method: 'POST', query: {}, rest: '/kill' },
  'POST rename': { action: 'rename', method: 'POST', query: { name: 'text' }, rest: '/rename' },
  'GET json': { action: 'inspect', method: 'GET', query: {}, rest: '/json' },
  'DELETE ': { action: 'remove', method: 'DELETE', query: flags('force', 'v'), rest: '' },
}

/**
 * Decides over one request to the engine, from its text alone. Only the very paths that the executor asks for are known:
 * no version in front, no encoding, no second slash, no query that is not listed, nothing twice.
 */
export function judgeRequest(method: string, url: string, body: string, settings: ProxySettings): Verdict {
  const at = url.indexOf('?')
  const path = at < 0 ? url : url.slice(0, at)
  const query = at < 0 ? '' : url.slice(at + 1)
  if (method === 'POST' && path === '/containers/create') return judgeCreate(query, body, settings)
  if (method === 'GET') {
    const question = judgeQuestion(path, query, settings)
    if (question) return question
  }
  return judgeContainer(method, path, query, settings)
}

/** What is asked of the engine as a whole. */
function judgeQuestion(path: string, query: string, { sandbox }: ProxySettings): Verdict | undefined {
  if (path === '/containers/json') return judgeList(query, sandbox.owner)
  const known = ['/_ping', '/info', '/version', `/images/${sandbox.image}/json`].includes(path)
  if (!known) return undefined
  return query === '' ? ask(path) : refused('this takes no options')
}

function judgeList(query: string, owner: string): Verdict {
  const read = readQuery(query, { all: 'flag', filters: 'text' })
  if (!read) return refused('containers are listed with `all` and `filters` alone')
  const filters = { label: [`${ownerLabel}=${owner}`] }
  if (!sameJson(read['filters'], JSON.stringify(filters))) {
    return refused('only the containers of this installation are listed, by their label')
  }
  const all = isSet(read['all']) ? 'all=1&' : ''
  return ask(`/containers/json?${all}filters=${encodeURIComponent(JSON.stringify(filters))}`)
}

function judgeContainer(method: string, path: string, query: string, settings: ProxySettings): Verdict {
  const [, container, last = ''] =
    /^\/containers\/([a-zA-Z0-9][\w.-]{1,199})(?:\/([a-z]+))?$/.exec(path) ?? []
  const rule = Object.hasOwn(containerRules, `${method} ${last}`) && containerRules[`${method} ${last}`]
  if (!container || !rule) return refused('the engine is not asked for this')
  const read = readQuery(query, rule.query)
  if (!read) return refused(`these are not the options of ${rule.action}`)
  if (rule.action === 'rename' && !isRunName(read['name'], settings.sandbox.owner)) {
    return refused('a container gets no name but that of a run of ours')
  }
  return { allowed: true, call: onContainer(rule, container, read) }
}

function onContainer(rule: ContainerRule, container: string, read: Query): EngineCall {
  const { action, method } = rule
  // What only a client library wants to know is not the engine's.
  const asked = Object.entries(read).filter(([name]) => name !== 'hijack')
  const query = new URLSearchParams(asked).toString()
  const withInput = action === 'attach' && isSet(read['stdin'])
  return { kind: 'container', action, method, container, rest: rule.rest + (query && `?${query}`), withInput }
}

const isSet = (flag: string | undefined) => flag === ('1' satisfies Flag) || flag === ('true' satisfies Flag)
