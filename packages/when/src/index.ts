export { describeTime } from './describe-time.ts'
export {
  believableTimes,
  dayBefore,
  dayToSumUp,
  endOfMemoryDay,
  lastMemoryWeek,
  memoryDayOf,
  memoryWeekOf,
  weekToSumUp,
} from './memory-day.ts'
export type { When } from './parse-once.ts'
export { parseWhen, type ParsedWhen, type Refusal } from './parse-when.ts'
export { describeRule, nextAfter, readRule, Rule } from './rule.ts'
export { splitWhen, type SplitWhen } from './split-when.ts'
export { startOfDay } from './start-of-day.ts'
export { instantOf } from './wall-clock.ts'
export { closestTimeZone, isTimeZone } from './zones.ts'
