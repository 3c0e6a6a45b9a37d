import { attachments } from './classes/attachments.ts'
import { buttons } from './classes/buttons.ts'
import { chatCommands } from './classes/commands.ts'
import { links } from './classes/links.ts'
import { repliesAndGroups } from './classes/replies-and-groups.ts'
import { sharedFolder } from './classes/shared-folder.ts'
import { shell } from './classes/shell.ts'
import { strangers } from './classes/strangers.ts'
import { toolIds } from './classes/tool-ids.ts'
import { toolPaths } from './classes/tool-paths.ts'
import type { AttackClass } from './salvo.ts'

/** All classes whose victim says nothing meanwhile, the slow ones first. */
export const silentClasses: AttackClass[] = [
  shell,
  links,
  toolPaths,
  sharedFolder,
  attachments,
  toolIds,
  chatCommands,
  buttons,
  repliesAndGroups,
  strangers,
]
