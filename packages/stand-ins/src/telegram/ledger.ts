interface Noted {
  ms: number
  text: string
}

interface Delivery extends Noted {
  messageId: number
}

interface ChatLedger {
  updates: Noted[]
  deliveries: Delivery[]
}

export interface LatencyFigures {
  updates: number
  answered: number
  unanswered: number
  /** Further messages that answer an update already answered; edits of one message count once. */
  repeated: number
  /** Answers that came before the answer to an earlier message of the same chat. */
  outOfOrder: number
  /** Milliseconds from update available to its answer received. */
  p50: number
  p95: number
  p99: number
  max: number
  /** First update available, last answer received, on the journal's clock. */
  firstMs: number
  lastMs: number
  samples?: number[]
}

/** An update and the messages that answer it, each at its last edit. */
interface Pair {
  update: Noted
  answers: Map<number, number>
}

const keptPerChat = 5_000

/** When messages became available and when the bot's texts arrived, for latency figures. */
export class Ledger {
  #chats = new Map<number, ChatLedger>()

  noteUpdate(chatId: number, text: string, ms: number): void {
    push(this.#of(chatId).updates, { ms, text })
  }

  noteDelivery(chatId: number, messageId: number, text: string, ms: number): void {
    push(this.#of(chatId).deliveries, { messageId, ms, text })
  }

  clear(): void {
    this.#chats.clear()
  }

  /**
   * Figures over all chats.
   *
   * @param pair - `contains`: an update's answer is the first delivery that holds its text as
   *   a whole word; `fifo`: the k-th delivery answers the k-th update.
   * @param sinceMs - updates before this are left out.
   */
  figures(pair: 'fifo' | 'contains', sinceMs = 0): LatencyFigures {
    const samples: number[] = []
    const totals = { updates: 0, answered: 0, repeated: 0, outOfOrder: 0, firstMs: Infinity, lastMs: 0 }
    for (const chat of this.#chats.values()) {
      let newest = -1
      for (const { update, answers } of pairs(chat, pair, sinceMs)) {
        totals.updates += 1
        totals.firstMs = Math.min(totals.firstMs, update.ms)
        const [first] = answers
        if (!first) continue
        const [messageId, ms] = first
        totals.answered += 1
        totals.repeated += answers.size - 1
        if (messageId < newest) totals.outOfOrder += 1
        newest = Math.max(newest, messageId)
        totals.lastMs = Math.max(totals.lastMs, ms)
        samples.push(ms - update.ms)
      }
    }
    samples.sort((one, other) => one - other)
    return {
      ...totals,
      firstMs: Number.isFinite(totals.firstMs) ? totals.firstMs : 0,
      unanswered: totals.updates - totals.answered,
      p50: quantile(samples, 0.5),
      p95: quantile(samples, 0.95),
      p99: quantile(samples, 0.99),
      max: samples.at(-1) ?? 0,
      samples,
    }
  }

  #of(chatId: number): ChatLedger {
    let chat = this.#chats.get(chatId)
    if (!chat) this.#chats.set(chatId, (chat = { updates: [], deliveries: [] }))
    return chat
  }
}

function push<Item>(list: Item[], item: Item): void {
  list.push(item)
  if (list.length > keptPerChat) list.shift()
}

function pairs(chat: ChatLedger, pair: 'fifo' | 'contains', sinceMs: number): Pair[] {
  const found = chat.updates
    .filter(({ ms }) => ms >= sinceMs)
    .map((update): Pair => ({ update, answers: new Map() }))
  const order = new Map<number, number>()
  for (const delivery of chat.deliveries) {
    if (delivery.ms < sinceMs) continue
    if (!order.has(delivery.messageId)) order.set(delivery.messageId, order.size)
    const place = order.get(delivery.messageId)!
    const answered = pair === 'fifo' ? found.slice(place, place + 1) : containing(found, delivery)
    for (const { answers } of answered) answers.set(delivery.messageId, delivery.ms)
  }
  return found
}

/** The updates whose text stands in the delivery as a whole word. */
function containing(found: Pair[], { text, ms }: Noted): Pair[] {
  return found.filter(({ update }) => update.ms <= ms && update.text !== '' && holds(text, update.text))
}

function holds(text: string, part: string): boolean {
  const at = text.indexOf(part)
  if (at < 0) return false
  return !/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + part.length] ?? ' ')
}

/** The value at quantile `q` of an ascending list; 0 for an empty one. */
function quantile(ascending: number[], q: number): number {
  if (ascending.length === 0) return 0
  return ascending[Math.min(ascending.length - 1, Math.ceil(q * ascending.length) - 1)]!
}
