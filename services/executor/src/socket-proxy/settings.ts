import { dataEnv, readConfig } from '@aika/service-kit'
import { join } from 'node:path'
import { z } from 'zod'
import { sandboxEnv, sandboxSettings } from '../config.ts'
import type { SocketProxyOptions } from './proxy.ts'

/**
 * Reads the proxy's settings, which are the executor's own, and prints them: the proxy itself lives for as long as the
 * executor does, and is a third smaller without what it takes to read them.
 */
const SocketProxyConfig = z.object({
  ...sandboxEnv,
  // Never guessed: which folders may be mounted hangs on it.
  HOST_DATA_DIR: z.string().startsWith('/', 'must be an absolute path'),
  USER_DIR: dataEnv.USER_DIR,
  DOCKER_SOCKET: z.string().default('/var/run/docker.sock'),
  ENGINE_SOCKET: z.string().default('/run/engine/engine.sock'),
})

function options(config: z.output<typeof SocketProxyConfig>): Omit<SocketProxyOptions, 'log'> {
  return {
    engineSocket: config.DOCKER_SOCKET,
    listenAt: config.ENGINE_SOCKET,
    userDir: config.USER_DIR,
    settings: { sandbox: sandboxSettings(config), hostUserDir: join(config.HOST_DATA_DIR, 'users') },
  }
}

try {
  process.stdout.write(JSON.stringify(options(readConfig(SocketProxyConfig, process.env))))
} catch (error) {
  process.stderr.write(`socket-proxy: ${(error as Error).message}\n`)
  process.exitCode = 1
}
