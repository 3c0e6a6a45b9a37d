import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createLogger, peopleEnv, readConfig, redact, serveHealth } from './index.ts'

describe('settings', () => {
  const schema = z.object({ PORT: z.coerce.number().int(), TOKEN: z.string(), ...peopleEnv })

  test('a secret file fills the variable it is named after', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'aika-')), 'token')
    writeFileSync(file, 'sesame\n')

    const config = readConfig(schema, { PORT: '80', TOKEN_FILE: file })

    expect(config.TOKEN).toBe('sesame')
  })

  test('bad settings stop the start and every wrong variable is named, without its value', () => {
    const env = { PORT: 'hunter2', ALLOWED_USER_IDS: 'ray', TOKEN_FILE: '/nowhere/token' }

    expect(() => readConfig(schema, env)).toThrow(/TOKEN_FILE[\s\S]*PORT[\s\S]*TOKEN[\s\S]*ALLOWED_USER_IDS/)
    expect(() => readConfig(schema, env)).not.toThrow(/hunter2/)
  })

  test('ids and aliases are read as people write them', () => {
    const env = { PORT: '1', TOKEN: 'x', ALLOWED_USER_IDS: '1, 2', TELEGRAM_USER_ALIASES: '1:Ray;2:Alice B' }

    const config = readConfig(schema, env)

    expect(config.ALLOWED_USER_IDS).toEqual([1, 2])
    expect(config.TELEGRAM_USER_ALIASES).toEqual(new Map([[1, 'Ray'], [2, 'Alice B']])) // prettier-ignore
  })
})

describe('log', () => {
  const botToken = `1234567890:${'A'.repeat(35)}`
  const key = `AIza${'b'.repeat(35)}`

  test('secrets are taken out of fields, messages and errors alike', () => {
    const lines: string[] = []
    const log = createLogger('test', 'info', (line) => lines.push(line))

    log.info({ deep: { er: { token: botToken } }, err: new Error(`at /bot${botToken}/x`) }, `key ${key}`)

    expect(lines.join('')).toContain('[secret]')
    expect(lines.join('')).not.toContain(botToken)
    expect(lines.join('')).not.toContain(key)
  })

  test('what a client hangs on its error stays out of the log, its words and code do not', () => {
    const lines: string[] = []
    const log = createLogger('test', 'info', (line) => lines.push(line))
    const ofRedis = Object.assign(new Error('MISCONF Errors writing to the AOF file'), {
      code: 'MISCONF',
      command: { name: 'evalsha', args: ['{"text":"my secret diary"}'] },
    })

    log.error({ err: new Error('not queued', { cause: ofRedis }) }, 'job failed')
    log.error({ err: ofRedis }, 'job failed')

    expect(lines.join('')).not.toContain('diary')
    expect(lines[0]).toContain('not queued: MISCONF')
    expect(JSON.parse(lines[1]!)).toMatchObject({
      err: { type: 'Error', code: 'MISCONF', message: ofRedis.message },
    })
  })

  test('a password in an address is taken out, the address stays', () => {
    expect(redact('redis://user:pass@redis:6379')).toBe('redis://user:[secret]@redis:6379')
  })
})

describe('health', () => {
  test('a failing part turns the answer to 503 and is named', async () => {
    const checks = { redis: async () => 'PONG', disk: async () => Promise.reject(new Error('full')) }
    await using server = await serveHealth(0, 'test', checks)

    const response = await fetch(`http://127.0.0.1:${server.port}/health`)

    expect(response.status).toBe(503)
    await expect(response.json()).resolves.toMatchObject({ ok: false, problems: { disk: 'full' } })
  })

  test('all parts well: 200, and metrics are there', async () => {
    await using server = await serveHealth(0, 'test', { redis: async () => 'PONG' })
    const at = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)

    expect((await at('/health')).status).toBe(200)
    await expect((await at('/metrics')).text()).resolves.toContain('process_cpu_user_seconds_total')
  })
})
