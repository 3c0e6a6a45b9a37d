// One truth about settings: what the services' schemas say, .env.example explains and Compose passes on.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(__dirname, '../..')

/** Ours to set in docker-compose.yml, or the same on every machine: nothing an operator would write into .env. */
const internal = new Set([
  'REDIS_HOST',
  'REDIS_PORT',
  'REDIS_PASSWORD',
  'HEALTH_PORT',
  'DATABASE_PATH',
  'DATA_DIR',
  'USER_DIR',
  'SHARED_DIR',
  'ADMIN_DIR',
  'GATEWAY_URL',
  'GATEWAY_PORT',
  'GATEWAY_TOKEN',
  'CONSOLE_HOST',
  'CONSOLE_PORT',
  'DOCKER_SOCKET',
  'ENGINE_SOCKET',
  'HOST_DATA_DIR',
  'SANDBOX_OWNER',
])
/** Read by ./aika and Compose alone. */
const operators = ['AIKA_DATA', 'CONSOLE_PORT', 'CONSOLE_PASSWORD']

const example = Object.fromEntries(
  [...readFileSync(path.join(root, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map((match) => [
    match[1]!,
    match[2]!,
  ]),
)

/** As much of a zod schema as we ask for. */
interface Schema {
  in?: Schema
  shape?: Shape
  parse(value: unknown): unknown
  safeParse(value: unknown): { success: boolean; data?: unknown }
}
type Shape = Record<string, Schema>

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && 'safeParse' in value
const shapeOf = (schema: Schema): Shape => schema.shape ?? (schema.in ? shapeOf(schema.in) : {})

const isNothing = (value: unknown) =>
  value === undefined || value === '' || (typeof value === 'object' && JSON.stringify(value).length === 2)

function shapeOfService(name: string): Shape {
  const module = require(path.join(root, 'services', name, 'src/config.ts')) as Record<string, unknown>
  return Object.assign({}, ...Object.values(module).filter(isSchema).map(shapeOf)) as Shape
}

const services = readdirSync(path.join(root, 'services')).filter((name) =>
  existsSync(path.join(root, 'services', name, 'src/config.ts')),
)
const shapes = Object.fromEntries(services.map((name) => [name, shapeOfService(name)]))
const compose = JSON.parse(
  execFileSync('docker', ['compose', '--env-file', '/dev/null', 'config', '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
  }),
) as { services: Record<string, { environment: Record<string, string | null> }> }

/** Read by Node and by the SQLite within it. */
const forNodeItself = ['NODE_OPTIONS', 'SQLITE_TMPDIR']

describe.each(services)('settings of %s', (name) => {
  const shape = shapes[name]!
  const public_ = Object.keys(shape).filter((key) => !internal.has(key))

  test('each is explained in .env.example', () => {
    expect(public_.filter((key) => !(key in example))).toEqual([])
  })

  test('Compose passes each on, secrets as files', () => {
    const passed = Object.keys(compose.services[name]!.environment).map((key) => key.replace(/_FILE$/, ''))

    expect(public_.filter((key) => !passed.includes(key))).toEqual([])
  })

  test('Compose passes nothing on that the service would not read', () => {
    const passed = Object.keys(compose.services[name]!.environment).map((key) => key.replace(/_FILE$/, ''))

    expect(passed.filter((key) => !(key in shape) && !forNodeItself.includes(key))).toEqual([])
  })

  test('the defaults in .env.example are the real ones', () => {
    const differing = public_.filter((key) => {
      const real = shape[key]!.safeParse(undefined)
      if (!real.success || !(key in example)) return false
      if (!example[key]) return !isNothing(real.data)
      return JSON.stringify(shape[key]!.parse(example[key])) !== JSON.stringify(real.data)
    })

    expect(differing).toEqual([])
  })
})

test('.env.example explains nothing that nobody reads', () => {
  const read = new Set([...operators, ...Object.values(shapes).flatMap((shape) => Object.keys(shape))])

  expect(Object.keys(example).filter((key) => !read.has(key))).toEqual([])
})

test('what is indexed of an old database has the days of the zone that everybody has by default', () => {
  expect(Object.keys(compose.services['migrate']!.environment)).toContain('TIMEZONE')
})
