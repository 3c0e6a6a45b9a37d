import type { ChannelContract } from '@aika/contracts'
import type { z } from 'zod'
import { impatient, openRedis, patient, type Connection } from './connection.ts'
import type { QueueLog } from './log.ts'

/** The sending end of all channels. */
export interface Broadcaster extends AsyncDisposable {
  /** Sends to whoever listens now. Never fails: a broadcast is lossy by contract. */
  publish<Message extends z.ZodType>(
    channel: ChannelContract<Message>,
    message: z.input<Message>,
  ): Promise<void>
}

const prefix = 'aika:channel:'

export function broadcaster(connection: Connection): Broadcaster {
  const redis = openRedis({ ...impatient(connection), maxRetriesPerRequest: 0, enableOfflineQueue: false })
  return {
    async publish(channel, message) {
      const text = JSON.stringify(channel.message.parse(message))
      await redis.publish(prefix + channel.name, text).catch(() => 0)
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}

/** Hears a channel until disposed; a message that does not fit the contract is logged and dropped. */
export async function listen<Message extends z.ZodType>(
  channel: ChannelContract<Message>,
  connection: Connection,
  handler: (message: z.output<Message>) => void,
  log: QueueLog,
): Promise<AsyncDisposable> {
  const redis = openRedis(patient(connection))
  redis.on('message', (_name, text) => {
    try {
      handler(channel.message.parse(JSON.parse(text)))
    } catch (error) {
      log.warn({ channel: channel.name, err: error }, 'message on channel dropped')
    }
  })
  await redis.subscribe(prefix + channel.name)
  return {
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}
