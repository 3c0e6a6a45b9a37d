import { fileList } from './file-list.ts'
import { fileRead } from './file-read.ts'
import { fileWrite } from './file-write.ts'
import { runShell } from './run-shell.ts'
import type { Tool } from './tool.ts'

/** Every tool the model may call. One more is one more file and one more line here. */
export const tools: Tool[] = [runShell, fileRead, fileWrite, fileList]
