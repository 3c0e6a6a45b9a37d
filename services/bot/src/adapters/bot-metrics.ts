import { Counter } from '@aika/service-kit'

const strangers = new Counter({
  name: 'aika_bot_strangers_total',
  help: 'Updates of people who may not write',
})
const updates = new Counter({
  name: 'aika_bot_updates_total',
  help: 'Updates by what became of them',
  labelNames: ['outcome'],
})
const parts = new Counter({
  name: 'aika_bot_parts_total',
  help: 'Parts of replies by outcome',
  labelNames: ['outcome'],
})
const lost = new Counter({ name: 'aika_bot_replies_failed_total', help: 'Replies that failed for good' })
const refusedPresses = new Counter({
  name: 'aika_bot_presses_refused_total',
  help: 'Buttons pressed that asked for what may not be: forged, of somebody else, or over',
  labelNames: ['reason'],
})
const troubles = new Counter({ name: 'aika_bot_poll_troubles_total', help: 'Polls that failed' })

/** What the bot counts. */
export const botMetrics = {
  stranger: () => strangers.inc(),
  pressRefused: (reason: 'forged' | 'foreign' | 'over') => refusedPresses.inc({ reason }),
  updates: (outcome: 'taken' | 'failed' | 'passed_over', count = 1) => updates.inc({ outcome }, count),
  part: (outcome: 'delivered' | 'repeated' | 'refused') => parts.inc({ outcome }),
  replyFailed: () => lost.inc(),
  pollTrouble: () => troubles.inc(),
}
