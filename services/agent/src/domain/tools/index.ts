import { cancelReminder } from './cancel-reminder.ts'
import { fileDelete } from './file-delete.ts'
import { fileEdit } from './file-edit.ts'
import { fileList } from './file-list.ts'
import { fileMove } from './file-move.ts'
import { fileRead } from './file-read.ts'
import { fileWrite } from './file-write.ts'
import { listReminders } from './list-reminders.ts'
import { memorySearch } from './memory-search.ts'
import { memory } from './memory.ts'
import { runShell } from './run-shell.ts'
import { searchFiles } from './search-files.ts'
import { searchText } from './search-text.ts'
import { sendDm } from './send-dm.ts'
import { sendFile } from './send-file.ts'
import { setReminder } from './set-reminder.ts'
import type { ToolPorts } from './tool-ports.ts'
import type { Tool } from './tool.ts'

/** Every tool the model may call. One more is one more file and one more line here. */
export function createTools(people: Pick<ToolPorts['people'], 'find'>): Tool[] {
  return [
    runShell,
    fileRead,
    fileWrite,
    fileEdit,
    fileDelete,
    fileList,
    fileMove,
    searchFiles,
    searchText,
    sendFile,
    sendDm(people),
    setReminder,
    listReminders,
    cancelReminder,
    memory,
    memorySearch,
  ]
}
