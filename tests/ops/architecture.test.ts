// The map in docs/architecture.md, against who produces and consumes in the code.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as contracts from '../../packages/contracts/src/index.ts'

const root = path.resolve(__dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** `bot: wake` for each queue and channel that this call names in a service. */
function calledWith(call: string): string[] {
  const named = new RegExp(`\\b(?:${call})\\(\\s*(?:contracts\\.)?(\\w+(?:Queue|Channel))\\b`, 'g')
  return globSync('services/*/src/**/*.ts', { cwd: root, exclude: (name) => name.endsWith('.test.ts') })
    .flatMap((file) => Array.from(read(file).matchAll(named), ([, name]) => [file.split('/')[1]!, name!]))
    .map(([service, name]) => `${service}: ${contractOf(name!).name}`)
}

const contractOf = (name: string) => (contracts as unknown as Record<string, { name: string }>)[name]!

/** `bot -- wake --> agent` as it is done. */
function arrowsOfCode(): string[] {
  const takers = calledWith('consume|listen').map((taken) => taken.split(': '))
  return calledWith('produce|scheduleEvery|publish').flatMap((given) => {
    const [from, name] = given.split(': ')
    return takers.filter(([, taken]) => taken === name).map(([to]) => `${from} -- ${name} --> ${to}`)
  })
}

/** The same as it is drawn: several services and queues may share an arrow, and a word may follow a queue's name. */
function arrowsOfMap(): string[] {
  const arrow = /^ {2}(\w[\w &]*) (?:--|-\.) ([\w, -]+?)(?::.*)? (?:-->|\.->) ([\w &]+)$/gm
  const drawn = read('docs/architecture.md').matchAll(arrow)
  return Array.from(drawn).flatMap(([, from, names, to]) =>
    names!
      .split(', ')
      .flatMap((name) =>
        from!
          .split(' & ')
          .flatMap((service) => to!.split(' & ').map((taker) => `${service} -- ${name} --> ${taker}`)),
      ),
  )
}

test('each arrow of the map is in the code, and each of the code in the map', () => {
  const drawn = new Set(arrowsOfMap())

  expect(drawn.size).toBeGreaterThan(20)
  expect([...drawn].sort()).toEqual([...new Set(arrowsOfCode())].sort())
})
