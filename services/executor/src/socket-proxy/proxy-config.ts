import { dataEnv } from '@aika/service-kit'
import { z } from 'zod'
import { sandboxEnv } from '../config.ts'

/** The proxy reads the executor's own settings; the two expect the same sandboxes then. */
export const SocketProxyConfig = z.object({
  ...sandboxEnv,
  // Never guessed: which folders may be mounted hangs on it.
  HOST_DATA_DIR: z.string().startsWith('/', 'must be an absolute path'),
  USER_DIR: dataEnv.USER_DIR,
  DOCKER_SOCKET: z.string().default('/var/run/docker.sock'),
  ENGINE_SOCKET: z.string().default('/run/engine/engine.sock'),
})
export type SocketProxyConfig = z.output<typeof SocketProxyConfig>
