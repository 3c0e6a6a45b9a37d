import type { Service } from './containers.ts'
import { inside } from './inside.ts'
import { compose } from './project.ts'

/** A read-only question to the shared database. */
export async function rows<Row>(sql: string): Promise<Row[]> {
  const script = `const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync('/data/db/aika.db', { readOnly: true })
    console.log(JSON.stringify(database.prepare(process.argv[1]).all()))`
  return JSON.parse(await inside('node', '-e', script, sql)) as Row[]
}

/** Changes the shared database behind the services' backs. @returns how many rows changed. */
export async function change(sql: string): Promise<number> {
  const script = `const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync('/data/db/aika.db', { timeout: 10_000 })
    console.log(database.prepare(process.argv[1]).run().changes)`
  return Number(await inside('node', '-e', script, sql))
}

/** What Redis answers to a command. */
export function redis(...command: string[]): Promise<string> {
  const script = 'read -r _ REDISCLI_AUTH </run/secrets/redis_auth; export REDISCLI_AUTH; exec redis-cli "$@"'
  return compose(['exec', '-T', 'redis', 'bash', '-c', script, 'redis-cli', ...command])
}

/** Files that hold a word, in their names or bytes: the database and what lies beside it, people's, admins' and Redis's own. */
export async function bytesWith(word: string): Promise<string[]> {
  const script = 'grep -rlaF -e "$0" /data; find /data | grep -F -e "$0"; true'
  const places = ['scheduler', 'redis'] satisfies Service[]
  const found = places.map((service) => compose(['exec', '-T', service, 'sh', '-c', script, word]))
  return [...new Set((await Promise.all(found)).join('').split('\n').filter(Boolean))]
}

/** Keys of Redis that hold a word, in their names or values. */
export async function keysWith(word: string): Promise<string[]> {
  const found = await redis('eval', lookThrough, '0', word)
  return found.split('\n').filter(Boolean)
}

const lookThrough = `
  local readers = {
    string = function(key) return { redis.call('get', key) } end,
    hash = function(key) return redis.call('hgetall', key) end,
    list = function(key) return redis.call('lrange', key, 0, -1) end,
    set = function(key) return redis.call('smembers', key) end,
    zset = function(key) return redis.call('zrange', key, 0, -1) end,
    stream = function(key) return redis.call('xrange', key, '-', '+') end,
  }
  local found = {}
  for _, key in ipairs(redis.call('keys', '*')) do
    local value = readers[redis.call('type', key).ok](key)
    if string.find(key .. cjson.encode(value), ARGV[1], 1, true) then table.insert(found, key) end
  end
  return found`
