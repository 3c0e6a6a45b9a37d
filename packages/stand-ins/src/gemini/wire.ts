import { pendingNote, withoutNote } from './attachments.ts'

/** The part of Gemini's wire format that the stand-in reads and writes. */
export interface Part {
  text?: string
  thought?: boolean
  thoughtSignature?: string
  inlineData?: { mimeType: string; data: string }
  fileData?: { fileUri: string; mimeType?: string }
  functionCall?: FunctionCall
  functionResponse?: { id?: string; name: string; response: Record<string, unknown> }
}

export interface FunctionCall {
  id?: string
  name: string
  args?: Record<string, unknown>
}

export interface Content {
  role?: string
  parts?: Part[]
}

interface FunctionDeclaration {
  name: string
  description?: string
  parameters?: unknown
  parametersJsonSchema?: unknown
}

export interface GenerateRequest {
  contents: Content[]
  systemInstruction?: Content
  tools?: { functionDeclarations?: FunctionDeclaration[] }[]
  toolConfig?: { functionCallingConfig?: { mode?: string; allowedFunctionNames?: string[] } }
  generationConfig?: Record<string, unknown> & { thinkingConfig?: Record<string, unknown> }
}

/** What the model says to one request. */
export interface Reply {
  text?: string
  /** The text in pieces, one a stream event; `text` is cut into pieces when left out. */
  chunks?: string[]
  /** Function calls of this message; several are parallel calls. */
  calls?: FunctionCall[]
  /** A thought part before the answer. */
  thought?: string
  /** Default STOP; null: the answer ends cleanly without one. */
  finishReason?: string | null
  /** The prompt is refused: no candidates. */
  blockReason?: string
  /** Between stream events; the server's setting when left out. */
  delayMs?: number
  /** Before the first byte. */
  firstDelayMs?: number
  /** The connection is dropped after so many stream events. */
  cutAfterChunks?: number
  /** With `body`: an error answer instead. */
  status?: number
  body?: unknown
}

/** What a model needs to know of a request. */
export interface ModelView {
  model: string
  /** The last text of the newest user content that is not a function response: what stands before it is context. */
  userText: string
  /** Calls made since then and their results, in order. */
  steps: { name: string; args: Record<string, unknown>; response: Record<string, unknown> }[]
  /** Names of the functions it may call; none in mode NONE. */
  functions: string[]
  /** What the user wrote before, each the last text of its content. */
  earlier: string[]
  /** Lists that stand before the user's own texts: what the caller wants remembered. */
  notes: string[]
  /** Media of the newest message. */
  attached: NonNullable<Part['inlineData']>[]
  /** What it notes as waiting: `a.png (image/png, 120 kB), …`; empty when nothing is. */
  pending: string
  /** What the model said last before the newest message. */
  lastAnswer: string
  request: GenerateRequest
}

/** The view of a valid request. */
export function viewOf(model: string, request: GenerateRequest): ModelView {
  const { contents } = request
  const newest = contents.findLastIndex((content) => content.role !== 'model' && !isResponse(content))
  const message = contents[newest] ?? {}
  const said = contents.slice(0, Math.max(0, newest)).findLast(({ role }) => role === 'model')
  return {
    model,
    userText: lastTextOf(message),
    steps: stepsOf(contents.slice(newest + 1)),
    functions: offered(request),
    earlier: users(contents.slice(0, Math.max(0, newest))).map(lastTextOf),
    notes: users(contents).flatMap((content) => texts(content).slice(0, -1).flatMap(listItems)),
    attached: message.parts?.flatMap(({ inlineData }) => inlineData ?? []) ?? [],
    pending: pendingNote(texts(message)),
    lastAnswer: said ? texts(said).join('') : '',
    request,
  }
}

export const isResponse = (content: Content) => content.parts?.some((part) => part.functionResponse) ?? false

export const isCall = (content: Content) => content.parts?.some((part) => part.functionCall) ?? false

/** What the person wrote themselves: a note on their attachments is the caller's. */
const lastTextOf = (content: Content) => texts(content).map(withoutNote).findLast(Boolean) ?? ''

const users = (contents: Content[]) =>
  contents.filter((content) => content.role !== 'model' && !isResponse(content))

const texts = ({ parts = [] }: Content) => parts.flatMap((part) => part.text || [])

const listItems = (text: string) => [...text.matchAll(/^- (.+)$/gm)].map((match) => match[1]!)

function stepsOf(contents: Content[]): ModelView['steps'] {
  const parts = contents.flatMap((content) => content.parts ?? [])
  const calls = parts.flatMap((part) => part.functionCall ?? [])
  const responses = parts.flatMap((part) => part.functionResponse ?? [])
  return responses.map(({ name, response }, index) => ({ name, args: calls[index]?.args ?? {}, response }))
}

function offered({ tools = [], toolConfig }: GenerateRequest): string[] {
  const { mode, allowedFunctionNames } = toolConfig?.functionCallingConfig ?? {}
  if (mode === 'NONE') return []
  const names = tools.flatMap((tool) => tool.functionDeclarations?.map(({ name }) => name) ?? [])
  return allowedFunctionNames ? names.filter((name) => allowedFunctionNames.includes(name)) : names
}
