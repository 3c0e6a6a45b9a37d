export { openStore, type Store, type StoreOptions } from './open-store.ts'
export type {
  Approval,
  Approvals,
  ApprovalState,
  Decision,
  Grant,
  NewApproval,
  Press,
  PressOutcome,
} from './repositories/approvals.ts'
export type { Attachment, AttachmentKind, Attachments, NewAttachment } from './repositories/attachments.ts'
export type { Conversations } from './repositories/conversations.ts'
export type { Deliveries, DeliveryState, UnsaidReply } from './repositories/deliveries.ts'
export type { PastCard, PastReminder } from './repositories/past-wishes.ts'
export type { MentioningExchange } from './repositories/turn-rows.ts'
export type { Erasure, RowCounts, Traces } from './repositories/erasure.ts'
export type { Exchange, Exchanges } from './repositories/exchanges.ts'
export type { Export, ExportedRow } from './repositories/export.ts'
export type { ForgetSome, Forgotten } from './repositories/forget-some.ts'
export type { Incidents, IncidentSeen, IncidentTally, UntoldIncidents } from './repositories/incidents.ts'
export type { Inbox, InboxKind, InboxMessage, NewInboxMessage } from './repositories/inbox.ts'
export type { Mentioned, MentioningSentence, Mentions } from './repositories/mentions.ts'
export type { Note, Notes } from './repositories/notes.ts'
export type { Overview, TurnGlance } from './repositories/overview.ts'
export { forgetPassages, type Passages } from './repositories/passages.ts'
export type { People } from './repositories/people.ts'
export type { Firing, NewReminder, Reminder, Reminders } from './repositories/reminders.ts'
export type { Retelling } from './repositories/retellings.ts'
export type {
  NewSummary,
  StandingSummaries,
  Summaries,
  Summary,
  SummaryKind,
  SummarySentence,
} from './repositories/summaries.ts'
export type { PartTokens } from './repositories/prompt-parts.ts'
export type { NewTurn, Step, Turn, Turns, TurnStatus } from './repositories/turns.ts'
export type { Usage, UsageByPurpose } from './repositories/usage.ts'
export type { ModelCall } from './model-call.ts'
