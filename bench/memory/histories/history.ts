/** One message of a person and what was answered. */
export interface Said {
  at: Date
  question: string
  answer: string
}

/** A whole private chat, oldest first. */
export interface History {
  id: string
  title: string
  /** IANA name: when this person's days begin. */
  timeZone: string
  said: Said[]
}

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
/** A Monday. */
export const firstDay = Date.parse('2026-01-05T00:00:00Z')
