/** One protection, and the one line of source without which it is not there. */
export interface Wall {
  /** What is gone without it. */
  name: string
  /** Whose process it stands in. */
  service: 'agent' | 'bot' | 'executor'
  file: string
  /** Occurs once in the file. */
  find: string
  replace: string
}

const store = 'packages/store/src/repositories'
const telegram = 'services/bot/src/entry/telegram'

/** Every wall that stands between two persons by itself. */
export const walls = {
  mount: {
    name: 'a sandbox has the folder of its person alone',
    service: 'executor',
    file: 'services/executor/src/domain/container-spec.ts',
    find: `Source: hostFolder, Target: '/work'`,
    replace: `Source: hostFolder.replace(/[/]\\d+$/, ''), Target: '/work'`,
  },
  links: {
    name: 'links are not followed',
    service: 'agent',
    file: 'packages/workspace/src/handles.ts',
    find: `O_NOFOLLOW, O_NONBLOCK, O_NOCTTY, O_DIRECTORY } = constants`,
    replace: `O_NONBLOCK, O_NOCTTY, O_DIRECTORY } = constants, O_NOFOLLOW = 0`,
  },
  conversation: {
    name: 'a prompt holds the conversation of its chat alone',
    service: 'agent',
    file: `${store}/exchanges.ts`,
    find: `FROM "Turn" WHERE "chatId" = ? AND "status" =`,
    replace: `FROM "Turn" WHERE ? <> 0 AND "status" =`,
  },
  attachments: {
    name: 'a turn is told of the files that came with it',
    service: 'agent',
    file: `${store}/attachments.ts`,
    find: `JOIN json_each(?) wanted ON wanted.value = a."id"`,
    replace: `JOIN json_each(?) wanted`,
  },
  recall: {
    name: 'a message is read whole by its person alone',
    service: 'agent',
    file: `${store}/passages.ts`,
    find: `WHERE "number" = ? AND "userId" = ? AND`,
    replace: `WHERE "number" = ? AND ? <> 0 AND`,
  },
  notes: {
    name: 'notes are read by their owner',
    service: 'agent',
    file: `${store}/notes.ts`,
    find: `FROM "Note" WHERE "userId" = ? ORDER`,
    replace: `FROM "Note" WHERE ? <> 0 ORDER`,
  },
  reminders: {
    name: 'reminders are seen and cancelled by their owner',
    service: 'agent',
    file: `${store}/reminders.ts`,
    find: `("userId" = ? OR "createdBy" = ?)`,
    replace: `(? <> 0 OR ? <> 0)`,
  },
  approvals: {
    name: 'a card is decided by its person',
    service: 'bot',
    file: `${store}/approvals.ts`,
    find: `if (row.userId !== userId || row.chatId !== chatId) return { kind: 'foreign' }`,
    replace: ``,
  },
  retry: {
    name: 'a turn is retried by its person',
    service: 'bot',
    file: 'services/bot/src/domain/retry-turn.ts',
    find: `turn.chatId !== chatId || turn.userId !== userId`,
    replace: `false`,
  },
  ownChat: {
    name: 'a private chat is heard from its person alone',
    service: 'bot',
    file: `${telegram}/incoming.ts`,
    find: `&& chat.id === userId`,
    replace: ``,
  },
  gate: {
    name: 'strangers are not let in',
    service: 'bot',
    file: `${telegram}/gate.ts`,
    find: `|| !people.isAllowed(userId)`,
    replace: ``,
  },
} as const satisfies Record<string, Wall>
