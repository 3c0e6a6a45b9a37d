/** The Bot API saying no: the error code and description of its envelope. */
export class TelegramRefusal extends Error {
  readonly code: number
  readonly description: string
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined

  constructor(code: number, description: string, parameters?: TelegramRefusal['parameters']) {
    super(description)
    this.name = 'TelegramRefusal'
    this.code = code
    this.description = description
    this.parameters = parameters
  }
}

export const badRequest = (why: string) => new TelegramRefusal(400, `Bad Request: ${why}`)

export const cannotParse = (why: string) => badRequest(`can't parse entities: ${why}`)
