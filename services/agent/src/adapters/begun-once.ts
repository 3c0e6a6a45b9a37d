import type { openRedis } from '@aika/queue'

/** Longer than a job of `/run` is kept. */
const keepSeconds = 86_400

/** Remembers requests by their id, for all agents together: true for whoever comes first. */
export function begunOnce(redis: ReturnType<typeof openRedis>): (requestId: string) => Promise<boolean> {
  return async (requestId) =>
    (await redis.set(`aika:admin-run:${requestId}`, '1', 'EX', keepSeconds, 'NX')) === 'OK'
}
