import type { EngineClient } from './engine-client.ts'
import type { ProxySettings } from './judge-request.ts'
import type { OwnContainers } from './own-containers.ts'

export interface SocketProxyOptions {
  /** The engine's own socket. */
  engineSocket: string
  /** Where this proxy listens; whatever lies there is replaced. */
  listenAt: string
  /** The folder of all people's folders, as this process sees it. */
  userDir: string
  settings: ProxySettings
  log: ProxyLog
}

export interface ProxyLog {
  warn(fields: object, message: string): void
}

/** What every door of the proxy needs. */
export interface Proxy extends SocketProxyOptions {
  engine: EngineClient
  own: OwnContainers
}
