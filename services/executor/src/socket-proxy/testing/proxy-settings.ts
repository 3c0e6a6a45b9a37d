import type { ProxySettings } from '../judge-request.ts'

/** Of an installation at /srv/aika. */
export function proxySettings(): ProxySettings {
  return {
    hostUserDir: '/srv/aika/users',
    sandbox: {
      owner: 'aika',
      image: 'agent-sandbox-runner:latest',
      runtime: 'runc',
      memoryBytes: 2 ** 29,
      cpus: 0.5,
      pids: 128,
      fileSizeBytes: 2 ** 28,
      tmpBytes: 2 ** 26,
      seccomp: '{"defaultAction":"SCMP_ACT_ERRNO"}',
    },
  }
}
