import { readConfig, runService } from '@aika/service-kit'
import { join } from 'node:path'
import { sandboxSettings } from '../config.ts'
import { SocketProxyConfig } from './proxy-config.ts'
import { serveSocketProxy } from './proxy-server.ts'

await runService('socket-proxy', async (env, createLog) => {
  const config = readConfig(SocketProxyConfig, env)
  return serveSocketProxy({
    engineSocket: config.DOCKER_SOCKET,
    listenAt: config.ENGINE_SOCKET,
    userDir: config.USER_DIR,
    settings: { sandbox: sandboxSettings(config), hostUserDir: join(config.HOST_DATA_DIR, 'users') },
    log: createLog('info'),
  })
})
