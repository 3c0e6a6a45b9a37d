/** The part of the Bot API's types that the stand-in speaks, with the API's own field names. */
export interface User {
  id: number
  is_bot: boolean
  first_name: string
  username?: string
  language_code?: string
}

export interface ChatInfo {
  id: number
  type: 'private' | 'group' | 'supergroup'
  title?: string
  first_name?: string
  username?: string
}

/** Offsets and lengths are UTF-16 code units. */
export interface MessageEntity {
  type: string
  offset: number
  length: number
  url?: string
  user?: User
  language?: string
  custom_emoji_id?: string
  unix_time?: number
  date_time_format?: string
}

export interface FormattedText {
  text: string
  entities: MessageEntity[]
}

export interface InlineButton {
  text: string
  callback_data?: string
  url?: string
  [more: string]: unknown
}

export interface ReplyMarkup {
  inline_keyboard?: InlineButton[][]
  [more: string]: unknown
}

export interface FileInfo {
  file_id: string
  file_unique_id: string
  file_size?: number
  file_name?: string
  mime_type?: string
  width?: number
  height?: number
  duration?: number
  [more: string]: unknown
}

/** A message as the Bot API shows it. */
export interface Message {
  message_id: number
  from: User
  chat: ChatInfo
  date: number
  edit_date?: number
  text?: string
  entities?: MessageEntity[]
  caption?: string
  caption_entities?: MessageEntity[]
  reply_markup?: ReplyMarkup
  reply_to_message?: Message
  media_group_id?: string
  rich_message?: Record<string, unknown>
  document?: FileInfo
  photo?: FileInfo[]
  voice?: FileInfo
  audio?: FileInfo
  video?: FileInfo
  video_note?: FileInfo
  animation?: FileInfo
  sticker?: FileInfo
  /** Reactions are no part of a real Message: the transcript shows them here. */
  reactions?: string[]
}

export interface Update {
  update_id: number
  [kind: string]: unknown
}
