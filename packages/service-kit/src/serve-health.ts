import { messageOf } from '@aika/errors'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics, register } from 'prom-client'

/** Rejects when that part of the service does not work. */
export type HealthCheck = () => Promise<unknown>

export interface HealthServer extends AsyncDisposable {
  port: number
  /** Runs the checks now; the names of those that failed. */
  failing(): Promise<Record<string, string>>
}

const checkTimeoutMs = 2_000

/** `/health` answers 200 or 503 with what is wrong; `/metrics` is Prometheus text. For the inside network only. */
export async function serveHealth(
  port: number,
  service: string,
  checks: Record<string, HealthCheck>,
): Promise<HealthServer> {
  register.setDefaultLabels({ service })
  if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics()
  const failing = () => runChecks(checks)
  const server = createServer((request, response) => {
    void answer(request.url, response, service, failing)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    failing,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  url: string | undefined,
  response: ServerResponse,
  service: string,
  failing: () => Promise<Record<string, string>>,
): Promise<void> {
  if (url === '/metrics') {
    response.setHeader('content-type', register.contentType)
    response.end(await register.metrics())
    return
  }
  if (url !== '/health') {
    response.writeHead(404).end()
    return
  }
  const problems = await failing()
  const ok = Object.keys(problems).length === 0
  response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ service, ok, problems }))
}

async function runChecks(checks: Record<string, HealthCheck>): Promise<Record<string, string>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await problemOf(check)] as const),
  )
  return Object.fromEntries(results.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

async function problemOf(check: HealthCheck): Promise<string | undefined> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer in ${checkTimeoutMs} ms`)), checkTimeoutMs)
  try {
    await Promise.race([check(), late])
    return undefined
  } catch (error) {
    return messageOf(error)
  } finally {
    clearTimeout(timer)
  }
}
