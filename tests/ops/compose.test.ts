// What the composed stack promises, read from Compose's own view of the files.
import { execFileSync } from 'node:child_process'
import path from 'node:path'

interface Service {
  command?: string[] | null
  environment?: Record<string, string>
  networks?: Record<string, unknown>
  network_mode?: string
  volumes?: { source: string; target: string }[]
  secrets?: { source: string }[]
  ports?: { host_ip?: string }[]
  cap_drop?: string[]
  cap_add?: string[]
  init?: boolean
  tmpfs?: string[]
  security_opt?: string[]
  read_only?: boolean
  user?: string
  privileged?: boolean
  mem_limit?: string
  cpu_shares?: number
}
interface Stack {
  services: Record<string, Service>
  networks: Record<string, { internal?: boolean }>
}

const root = path.resolve(__dirname, '../..')
const secretsInDotEnv = {
  TELEGRAM_BOT_TOKEN: '1:telegram-secret',
  GEMINI_API_KEY: 'gemini-secret',
  GROQ_API_KEY: 'groq-secret',
  CONSOLE_PASSWORD: 'console-secret',
}

function stack(...files: string[]): Stack {
  const args = [
    'compose',
    ...files.flatMap((file) => ['-f', file]),
    '--env-file',
    '/dev/null',
    'config',
    '--format',
    'json',
  ]
  const env = { ...process.env, ...secretsInDotEnv }
  return JSON.parse(execFileSync('docker', args, { cwd: root, env, encoding: 'utf8' })) as Stack
}

const real = stack('docker-compose.yml')
const demo = stack('docker-compose.yml', 'docker-compose.demo.yml')
const namesWhere = (from: Stack, holds: (service: Service) => boolean) =>
  Object.entries(from.services)
    .filter(([, service]) => holds(service))
    .map(([name]) => name)
    .sort()
const withSecret = (name: string) =>
  namesWhere(real, (service) => service.secrets?.some(({ source }) => source === name) ?? false)

describe.each([
  ['the real stack', real],
  ['the demo', demo],
])('%s', (_name, current) => {
  test('every container: no capabilities, no new privileges, read-only root, a memory limit, not root', () => {
    for (const [name, service] of Object.entries(current.services)) {
      expect(service).toMatchObject({
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        read_only: true,
        user: name === 'executor' ? '0:0' : '10001:10001',
      })
      expect(service.cap_add ?? []).toEqual(name === 'executor' ? ['SETUID', 'SETGID', 'SETPCAP'] : [])
      expect(Number(service.mem_limit)).toBeGreaterThan(0)
      expect(service.privileged).toBeFalsy()
    }
  })

  // What becomes of its root is looked at in the real container: tests/e2e/socket-proxy.e2e.test.ts.
  test('the executor starts as root for the start script alone, and speaks with the proxy', () => {
    const executor = current.services['executor']!

    expect(executor.command?.[0]).toBe('start-executor')
    expect(executor.init).toBe(false)
    expect(Object.keys(executor.networks ?? {})).toEqual(['inside'])
    expect(executor.environment?.['ENGINE_SOCKET']).toBe('/run/engine/engine.sock')
    expect(executor.tmpfs).toContainEqual(
      expect.stringMatching(/^\/run\/engine:.*mode=0750,uid=10002,gid=10001/),
    )
  })

  test('only the executor sees the engine', () => {
    const seesEngine = (service: Service) =>
      service.volumes?.some(({ source, target }) => `${source}${target}`.includes('docker.sock')) ?? false

    expect(namesWhere(current, seesEngine)).toEqual(['executor'])
  })

  test('only bot and gateway are on the network with a way out', () => {
    expect(current.networks['inside']).toMatchObject({
      internal: true,
      driver_opts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
    })
    expect(namesWhere(current, (service) => 'outside' in (service.networks ?? {}))).toEqual([
      'bot',
      'gateway',
    ])
  })

  test('whatever is published is published on loopback alone; Redis is not', () => {
    for (const service of Object.values(current.services)) {
      for (const port of service.ports ?? []) expect(port.host_ip).toBe('127.0.0.1')
    }
    expect(current.services['redis']?.ports).toBeUndefined()
  })
})

describe('secrets', () => {
  test('none is in any environment, even when .env holds them all', () => {
    const text = JSON.stringify(real)

    for (const value of Object.values(secretsInDotEnv)) expect(text).not.toContain(value)
  })

  test('each is mounted only where it belongs', () => {
    expect(withSecret('telegram_bot_token')).toEqual(['bot'])
    for (const key of [
      'gemini_api_key',
      'gemini_api_key_fallback',
      'gemini_api_key_fallbacks',
      'groq_api_key',
    ]) {
      expect(withSecret(key)).toEqual(['gateway'])
    }
    expect(withSecret('console_password')).toEqual(['console'])
    expect(withSecret('redis_auth')).toEqual(['redis'])
  })
})

test("the executor does not see the database, and Redis sees nobody's files", () => {
  const targets = (name: string) => real.services[name]?.volumes?.map(({ target }) => target)

  expect(targets('executor')).toEqual(['/data/users', '/data/admin/job_logs', '/var/run/docker.sock'])
  expect(targets('redis')).toEqual(['/data'])
})

test('in the demo nobody has a way out at all', () => {
  expect(demo.networks['outside']).toMatchObject({ internal: true })
})

test('where the processor is short, the executor alone comes before the others: its watch of disks must not be late', () => {
  expect(namesWhere(real, ({ cpu_shares: shares = 1_024 }) => shares > 1_024)).toEqual(['executor'])
})
