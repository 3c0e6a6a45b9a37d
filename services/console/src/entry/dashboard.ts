import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { FastifyAdapter } from '@bull-board/fastify'
import type { Queue } from 'bullmq'
import type { FastifyInstance } from 'fastify'
import { hideText } from '../domain/hide-text.ts'

export interface DashboardOptions {
  queues: Queue[]
  /** Where Bull Board's own pages lie. */
  uiBasePath: string
  /** False: only look. */
  actions: boolean
  /** False: what people wrote is counted, not shown. */
  showText: boolean
}

const PREFIX = '/queues'

/**
 * What mends: retry, promote, pause, remove what has ended. Adding jobs and changing their data would bypass the checks
 * of whoever makes them, and emptying a queue would lose messages.
 */
const ALLOWED_CHANGES = new Set([
  'put /api/queues/pause',
  'put /api/queues/resume',
  'put /api/queues/:queueName/pause',
  'put /api/queues/:queueName/resume',
  'put /api/queues/:queueName/promote',
  'put /api/queues/:queueName/retry/:queueStatus',
  'put /api/queues/:queueName/clean/:queueStatus',
  'put /api/queues/:queueName/:jobId/retry',
  'put /api/queues/:queueName/:jobId/promote',
  'put /api/queues/:queueName/:jobId/clean',
  'put /api/queues/:queueName/job-schedulers/:schedulerId/run',
])

const ENDED = new Set(['completed', 'failed'])

/** Bull Board under `/queues`. */
export async function dashboard(app: FastifyInstance, options: DashboardOptions): Promise<void> {
  const serverAdapter = new FastifyAdapter()
  createBullBoard({
    queues: options.queues.map((queue) => adapt(queue, options)),
    serverAdapter,
    options: {
      uiBasePath: options.uiBasePath,
      uiConfig: {
        boardTitle: 'Aika',
        boardLogo: { path: '/icon.svg', width: 26, height: 26 },
        favIcon: { default: '/icon.svg', alternative: '/icon.svg' },
        miscLinks: [{ text: 'Overview', url: '/' }],
        hideDocsLink: true,
        hideRedisDetails: false,
      },
      handlerHooks: {
        before: async ({ method, route, request }) => {
          const isChange = method !== 'get'
          const status = String(request.params['queueStatus'] ?? '')
          const loses = route.endsWith('/clean/:queueStatus') && !ENDED.has(status)
          if (!isChange || (options.actions && ALLOWED_CHANGES.has(`${method} ${route}`) && !loses))
            return { allow: true }
          return { allow: false, status: 403, message: 'This console does not allow that.' }
        },
      },
    },
  })
  serverAdapter.setBasePath(PREFIX)
  await app.register(serverAdapter.registerPlugin(), { prefix: PREFIX })
}

function adapt(queue: Queue, { actions, showText }: DashboardOptions): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, { readOnlyMode: !actions })
  if (!showText) {
    adapter.setFormatter('data', hideText)
    adapter.setFormatter('returnValue', hideText)
  }
  return adapter
}
