export interface Script<Reply> {
  /** A text or pattern the newest user text must hold; any when left out. */
  match?: RegExp | string
  /** Given in order, one a request. */
  replies: Reply[]
  /** Start over at the end instead of going away. */
  repeat?: boolean
}

interface Running<Reply> extends Script<Reply> {
  next: number
}

/** Replies prepared for requests to come; the oldest script that matches answers. */
export class Scripts<Reply> {
  #scripts: Running<Reply>[] = []

  add(script: Script<Reply>): void {
    this.#scripts.push({ ...script, next: 0 })
  }

  take(userText: string): Reply | undefined {
    const script = this.#scripts.find(({ match, replies }) => replies.length > 0 && matches(match, userText))
    if (!script) return undefined
    const reply = script.replies[script.next++]!
    if (script.next >= script.replies.length) {
      if (script.repeat) script.next = 0
      else this.#scripts = this.#scripts.filter((other) => other !== script)
    }
    return reply
  }

  /** Scripts that still have replies to give. */
  get pending(): number {
    return this.#scripts.length
  }

  clear(): void {
    this.#scripts = []
  }
}

function matches(match: RegExp | string | undefined, text: string): boolean {
  if (match === undefined) return true
  return typeof match === 'string' ? text.includes(match) : match.test(text)
}
