import { readyName } from '../domain/container-name.ts'
import { containerSpec, type ContainerSpec } from '../domain/container-spec.ts'
import { judgeRequest } from './judge-request.ts'
import { proxySettings } from './testing/proxy-settings.ts'

const settings = proxySettings()
const spec = (userId = 42, folder = '/srv/aika/users/42') => containerSpec(userId, folder, settings.sandbox)
const name = readyName('aika', '0123456789abcdef')
const judged = (body: string, query = `name=${name}`) =>
  judgeRequest('POST', `/containers/create?${query}`, body, settings)

/** The real body with one thing done to it; typed loosely, as an attacker's is. */
function changed(change: (body: Loose, host: Loose, mount: Loose) => void): string {
  const body = structuredClone(spec()) as unknown as Loose
  const host = body['HostConfig'] as Loose
  change(body, host, (host['Mounts'] as Loose[])[0]!)
  return JSON.stringify(body)
}
type Loose = Record<string, unknown>

const withHost = (more: Loose) => changed((_body, host) => Object.assign(host, more))
const withBody = (more: Loose) => changed((body) => Object.assign(body, more))
const withMount = (more: Loose) => changed((_body, _host, mount) => Object.assign(mount, more))
const mountsOf = (...sources: string[]) =>
  withHost({ Mounts: sources.map((Source) => ({ Type: 'bind', Source, Target: '/work', ReadOnly: false })) })
/** A key in front of, or behind, all others in the text itself. */
const inFront = (text: string) => JSON.stringify(spec()).replace('{', `{${text},`)
const behind = (text: string) => JSON.stringify(spec()).replace(/\}$/, `,${text}}`)
const inHost = (text: string) => JSON.stringify(spec()).replace('"HostConfig":{', `"HostConfig":{${text},`)

const hostile: [string, string][] = [
  ['Privileged', withHost({ Privileged: true })],
  ['Binds', withHost({ Binds: ['/:/host'] })],
  ['Binds of nothing', withHost({ Binds: [] })],
  ['PidMode host', withHost({ PidMode: 'host' })],
  ['PidMode of another container', withHost({ PidMode: 'container:aika-executor-1' })],
  ['IpcMode host', withHost({ IpcMode: 'host' })],
  ['UTSMode host', withHost({ UTSMode: 'host' })],
  ['UsernsMode host', withHost({ UsernsMode: 'host' })],
  ['CgroupnsMode host', withHost({ CgroupnsMode: 'host' })],
  ['CgroupParent', withHost({ CgroupParent: '/' })],
  ['NetworkMode host', withHost({ NetworkMode: 'host' })],
  ['NetworkMode bridge', withHost({ NetworkMode: 'bridge' })],
  ['NetworkMode of another container', withHost({ NetworkMode: 'container:aika-bot-1' })],
  ['a network', withBody({ NetworkingConfig: { EndpointsConfig: { aika_inside: {} } } })],
  ['NetworkDisabled false', withBody({ NetworkDisabled: false })],
  ['NetworkDisabled left out', changed((body) => delete body['NetworkDisabled'])],
  ['CapAdd', withHost({ CapAdd: ['SYS_ADMIN'] })],
  ['CapAdd of nothing', withHost({ CapAdd: null })],
  ['CapDrop of nothing', withHost({ CapDrop: [] })],
  ['CapDrop left out', changed((_body, host) => delete host['CapDrop'])],
  ['Devices', withHost({ Devices: [{ PathOnHost: '/dev/sda', PathInContainer: '/dev/sda' }] })],
  ['DeviceCgroupRules', withHost({ DeviceCgroupRules: ['a *:* rwm'] })],
  ['DeviceRequests', withHost({ DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }] })],
  ['seccomp unconfined', withHost({ SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] })],
  ['apparmor unconfined beside ours', withHost({ SecurityOpt: [...security(), 'apparmor=unconfined'] })],
  ['label disabled beside ours', withHost({ SecurityOpt: [...security(), 'label=disable'] })],
  ['SecurityOpt in another order', withHost({ SecurityOpt: security().reverse() })],
  ['SecurityOpt left out', changed((_body, host) => delete host['SecurityOpt'])],
  ['Sysctls', withHost({ Sysctls: { 'kernel.core_pattern': '|/x' } })],
  ['VolumesFrom', withHost({ VolumesFrom: ['aika-bot-1'] })],
  ['Volumes', withBody({ Volumes: { '/data': {} } })],
  ['GroupAdd', withHost({ GroupAdd: ['106'] })],
  ['Runtime', withHost({ Runtime: 'other' })],
  ['ReadonlyRootfs false', withHost({ ReadonlyRootfs: false })],
  ['MaskedPaths of nothing', withHost({ MaskedPaths: [] })],
  ['ReadonlyPaths of nothing', withHost({ ReadonlyPaths: [] })],
  ['Memory of no end', withHost({ Memory: 0 })],
  ['MemorySwap of no end', withHost({ MemorySwap: -1 })],
  ['OomKillDisable', withHost({ OomKillDisable: true })],
  ['OomScoreAdj', withHost({ OomScoreAdj: -1_000 })],
  ['PidsLimit', withHost({ PidsLimit: -1 })],
  ['NanoCpus', withHost({ NanoCpus: 64e9 })],
  ['Ulimits', withHost({ Ulimits: [] })],
  ['tmpfs with exec', withHost({ Tmpfs: { '/tmp': 'rw,exec' } })],
  ['ExtraHosts', withHost({ ExtraHosts: ['host:host-gateway'] })],
  ['PortBindings', withHost({ PortBindings: { '80/tcp': [{ HostPort: '80' }] } })],
  ['PublishAllPorts', withHost({ PublishAllPorts: true })],
  ['Links', withHost({ Links: ['aika-redis-1:redis'] })],
  ['RestartPolicy', withHost({ RestartPolicy: { Name: 'always' } })],
  ['AutoRemove', withHost({ AutoRemove: true })],
  ['Init', withHost({ Init: true })],
  ['a log driver that writes elsewhere', withHost({ LogConfig: { Type: 'syslog', Config: {} } })],
  ['a volume driver', withHost({ VolumeDriver: 'local' })],
  ['StorageOpt', withHost({ StorageOpt: { size: '100G' } })],
  ['Isolation', withHost({ Isolation: 'process' })],
  ['another image', withBody({ Image: 'aika-service:latest' })],
  ['another Entrypoint', withBody({ Entrypoint: ['/bin/sh', '-c'] })],
  ['a Cmd', withBody({ Cmd: ['id'] })],
  ['Env', withBody({ Env: ['LD_PRELOAD=/work/x.so'] })],
  ['root', withBody({ User: '0:0' })],
  ['another WorkingDir', withBody({ WorkingDir: '/proc/self/fd' })],
  ['another Hostname', withBody({ Hostname: 'redis' })],
  ['a terminal', withBody({ Tty: true })],
  ['a health check that runs', withBody({ Healthcheck: { Test: ['CMD', 'id'] } })],
  ['another owner’s label', withBody({ Labels: { 'aika.owner': 'other', 'aika.user': '42' } })],
  ['one more label', withBody({ Labels: { ...spec().Labels, more: '1' } })],
  ['no label', withBody({ Labels: {} })],
  ['another user in the label', withBody({ Labels: { 'aika.owner': 'aika', 'aika.user': '43' } })],
  ['a user that is a path', withBody({ Labels: { 'aika.owner': 'aika', 'aika.user': '42/..' } })],
  ['a user with a zero in front', withBody({ Labels: { 'aika.owner': 'aika', 'aika.user': '042' } })],
  ['a user beyond any number', withBody({ Labels: { 'aika.owner': 'aika', 'aika.user': '9'.repeat(16) } })],
  ['a user that is a number', withBody({ Labels: { 'aika.owner': 'aika', 'aika.user': 42 } })],
  ['the host’s root', mountsOf('/')],
  ['the folder of all', mountsOf('/srv/aika/users')],
  ['another person’s folder', mountsOf('/srv/aika/users/43')],
  ['a way out of the person’s folder', mountsOf('/srv/aika/users/42/..')],
  ['the same folder in more words', mountsOf('/srv/aika/users//42')],
  ['a folder in the person’s', mountsOf('/srv/aika/users/42/files')],
  ['the self-test’s folder for a person', mountsOf('/srv/aika/users/.selftest-AbC123')],
  ['two mounts', mountsOf('/srv/aika/users/42', '/etc')],
  ['the same mount twice', mountsOf('/srv/aika/users/42', '/srv/aika/users/42')],
  ['no mount', mountsOf()],
  ['a volume', withMount({ Type: 'volume' })],
  ['another place', withMount({ Target: '/' })],
  ['propagation', withMount({ BindOptions: { Propagation: 'rshared' } })],
  ['a mount option', withMount({ BindOptions: { NonRecursive: true } })],
  ['a volume’s options', withMount({ VolumeOptions: { DriverConfig: { Name: 'local' } } })],
  ['consistency', withMount({ Consistency: 'cached' })],
  ['mounts in small letters beside ours', inHost('"mounts":[{"Type":"bind","Source":"/","Target":"/work"}]')],
  ['privileged in small letters', inHost('"privileged":true')],
  ['PRIVILEGED in large ones', inHost('"PRIVILEGED":true')],
  ['HOSTCONFIG beside HostConfig', behind('"HOSTCONFIG":{"Privileged":true}')],
  ['hostconfig in front', inFront('"hostconfig":{"Privileged":true}')],
  ['a letter that only folds to one of ours', inHost('"Bind\u017f":["/:/host"]')],
  ['__proto__', inFront('"__proto__":{"Privileged":true}')],
  ['__proto__ in HostConfig', inHost('"__proto__":{"Privileged":true}')],
  ['constructor', inFront('"constructor":{}')],
  ['toString', inHost('"toString":"x"')],
  ['a list', JSON.stringify([spec()])],
  ['a text', '"x"'],
  ['nothing', ''],
  ['null', 'null'],
  ['two bodies', JSON.stringify(spec()) + JSON.stringify(spec())],
  ['something behind it', `${JSON.stringify(spec())}x`],
  ['a mark in front', `\uFEFF${JSON.stringify(spec())}`],
]

function security(): string[] {
  return [...spec().HostConfig.SecurityOpt]
}

describe('a container of our own making', () => {
  test('a person’s: passes, and the engine gets our spec', () => {
    expect(judged(JSON.stringify(spec()), `name=${name}`)).toEqual({
      allowed: true,
      call: {
        kind: 'create',
        path: `/containers/create?name=${name}`,
        body: JSON.stringify(spec()),
        folder: '42',
      },
    })
  })

  test('the self-test’s: passes with a folder of its own, and with no other', () => {
    const body = (source: string) => JSON.stringify(spec(0, source))

    expect(judged(body('/srv/aika/users/.selftest-aB3xYz'))).toMatchObject({ allowed: true })
    for (const source of ['.selftest-aB3xY', '.selftest-aB3x/z', '.selftest-aB3xYz/x', '42', '0', '', '..']) {
      expect(judged(body(`/srv/aika/users/${source}`))).toMatchObject({ allowed: false })
    }
    expect(judged(body('/etc/.selftest-aB3xYz'))).toMatchObject({ allowed: false })
  })

  test('keys that stand twice: whichever counts, the engine gets ours', () => {
    const evil = { Privileged: true, Binds: ['/:/host'] }
    const twice = inFront(`"HostConfig":${JSON.stringify(evil)},"Image":"evil"`)

    const verdict = judged(twice)

    expect(verdict).toMatchObject({ allowed: true, call: { body: JSON.stringify(spec()) } })
    expect(judged(behind(`"HostConfig":${JSON.stringify(evil)}`))).toMatchObject({ allowed: false })
  })
})

describe('any other', () => {
  test('there are as many as were promised', () => expect(hostile.length).toBeGreaterThan(90))

  test.each(hostile)('%s: refused', (_what, body) => {
    expect(judged(body)).toEqual({ allowed: false, reason: expect.stringMatching(/^(the|a|only) .{20}/) })
  })

  test('any single thing taken away: refused', () => {
    for (const body of withoutOne(spec())) expect(judged(body)).toMatchObject({ allowed: false })
  })

  test.each([
    '',
    'name=',
    'name=other',
    'name=aika-executor-1',
    'name=aika-ready-0123456789abcdeg',
    'name=aika-ready-0123456789abcdef0',
    'name=other-ready-0123456789abcdef',
    'name=aika-run-tg-1-2',
    'name=aika-ready-',
    'name=aika-ready-0123456789abcde%2Ff',
    `name=${name}&name=${name}`,
    `name=${name}&platform=linux`,
    `name=${name}&`.replace(/&$/, '&x'),
    `Name=${name}`,
  ])('the query %j: refused', (query) => {
    expect(judged(JSON.stringify(spec()), query)).toMatchObject({ allowed: false })
  })
})

/** The body without each of its keys, one at a time, at both levels. */
function withoutOne(body: ContainerSpec): string[] {
  const drop = (from: object, key: string) =>
    Object.fromEntries(Object.entries(from).filter(([k]) => k !== key))
  return [
    ...Object.keys(body).map((key) => drop(body, key)),
    ...Object.keys(body.HostConfig).map((key) => ({ ...body, HostConfig: drop(body.HostConfig, key) })),
  ].map((one) => JSON.stringify(one))
}
