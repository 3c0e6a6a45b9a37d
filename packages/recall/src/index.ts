export type { Recall, RecalledPassage, RecallQuery, RecallScope } from './recall.ts'
