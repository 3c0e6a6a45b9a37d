import { openRedis, type Connection } from '@aika/queue'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** Whatever lies in these folders and databases, and in Redis and the files it writes: names, keys and bytes. */
export async function allBytes(places: string[], connection: Connection): Promise<string> {
  const client = openRedis(connection)
  const keys = await client.keys('*')
  const values = await Promise.all(keys.map((key) => valueOf(client, key)))
  const [, redisFolder] = (await client.config('GET', 'dir')) as string[]
  client.disconnect()
  const paths = (await Promise.all([...places, redisFolder!].map(pathsAt))).flat()
  const bytes = await Promise.all(paths.map((path) => readFile(path, 'latin1')))
  return [...paths, ...bytes, ...keys, ...values].join('\n')
}

/** Of a folder all files in it; of a database it and the files beside it. */
async function pathsAt(place: string): Promise<string[]> {
  const isFolder = (await stat(place)).isDirectory()
  const names = isFolder ? (await readdir(place, { recursive: true })).map((name) => join(place, name)) : []
  const paths = isFolder
    ? names
    : ['', '-wal', '-shm'].map((end) => place + end).filter((path) => existsSync(path))
  const stats = await Promise.all(paths.map((path) => stat(path)))
  return paths.filter((_, index) => stats[index]!.isFile())
}

async function valueOf(client: ReturnType<typeof openRedis>, key: string): Promise<string> {
  switch (await client.type(key)) {
    case 'hash':
      return JSON.stringify(await client.hgetall(key))
    case 'list':
      return JSON.stringify(await client.lrange(key, 0, -1))
    case 'zset':
      return JSON.stringify(await client.zrange(key, '0', '-1'))
    case 'set':
      return JSON.stringify(await client.smembers(key))
    case 'stream':
      return JSON.stringify(await client.xrange(key, '-', '+'))
    default:
      return String(await client.get(key))
  }
}

/** Names and texts of a zip, read by another library than the one that wrote it. */
export async function unzip(path: string): Promise<Record<string, string>> {
  const zip = await yauzl.openPromise(path)
  const found: Record<string, string> = {}
  for await (const entry of zip.eachEntry())
    found[entry.fileName] = await text(await zip.openReadStreamPromise(entry))
  return found
}
