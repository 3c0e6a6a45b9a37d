/** A healthy bot begins to say a reply within milliseconds. */
export const unsaidAfterMs = 10_000

/** As long as a finished reply job is kept: an older one could be said a second time. */
export const replyKeptMs = 24 * 3_600_000
