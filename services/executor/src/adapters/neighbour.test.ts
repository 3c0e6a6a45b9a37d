import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awaitNeighbour, watchNeighbour } from './neighbour.ts'

const folder = mkdtempSync(join(tmpdir(), 'aika-neighbour-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function listenAt(path: string) {
  const server = createServer((line) => line.destroy()).listen(path)
  await once(server, 'listening')
  return server
}

test('the neighbour comes later: it is waited for', async () => {
  const path = join(folder, 'late')
  const there = awaitNeighbour(path)

  const server = await listenAt(path)

  await expect(there).resolves.toBeUndefined()
  server.close()
})

test('the neighbour does not come: an error names the place', async () => {
  await expect(awaitNeighbour(join(folder, 'never'), 100)).rejects.toThrow(/nobody listens at .*never/)
})

test('the neighbour is lost: that is told once, and not before', async () => {
  const path = join(folder, 'lost')
  const server = await listenAt(path)
  let losses = 0
  const { promise: lost, resolve } = Promise.withResolvers<void>()
  using _watch = watchNeighbour(path, () => {
    losses++
    resolve()
  })
  await once(server, 'connection')
  expect(losses).toBe(0)

  server.close()

  await lost
  expect(losses).toBe(1)
})
