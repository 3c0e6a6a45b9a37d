import { Composer, type Context } from 'telegraf'
import { type AccountCommandPorts, accountCommands } from './account-commands.ts'
import { type ApprovalsCommandPorts, approvalsCommand } from './approvals-command.ts'
import { type DownloadCommandPorts, downloadCommand } from './download-command.ts'
import { type FileCommandPorts, fileCommands } from './file-commands.ts'
import { type ForgetCommandPorts, forgetCommand } from './forget-command.ts'
import { type FilesCommandPorts, filesCommand } from './files-command.ts'
import { type HelpCommandPorts, helpCommands } from './help-commands.ts'
import { type MemoryCommandPorts, memoryCommand } from './memory-command.ts'
import { type NewCommandPorts, newCommand } from './new-command.ts'
import { type PanicCommandPorts, panicCommands } from './panic-commands.ts'
import { type RemindCommandPorts, remindCommands } from './remind-commands.ts'
import { type RemindersCommandPorts, remindersCommand } from './reminders-command.ts'
import { type RunCommandPorts, runCommand } from './run-command.ts'
import { statusCommand, type StatusCommandPorts } from './status-command.ts'
import { stop, type StopPorts } from './stop.ts'
import { type TimezoneCommandPorts, timezoneCommand } from './timezone-command.ts'
import { type UsageCommandPorts, usageCommand } from './usage-command.ts'

export type CommandPorts = StopPorts &
  PanicCommandPorts &
  HelpCommandPorts &
  StatusCommandPorts &
  FilesCommandPorts &
  FileCommandPorts &
  DownloadCommandPorts &
  RemindCommandPorts &
  RemindersCommandPorts &
  TimezoneCommandPorts &
  MemoryCommandPorts &
  ForgetCommandPorts &
  UsageCommandPorts &
  NewCommandPorts &
  ApprovalsCommandPorts &
  AccountCommandPorts &
  RunCommandPorts

/** All commands; those that stop something come first. What is no command, or not this person's, goes on. */
export function commands(ports: CommandPorts): Composer<Context> {
  return new Composer<Context>(
    stop(ports),
    panicCommands(ports),
    helpCommands(ports),
    statusCommand(ports),
    filesCommand(ports),
    fileCommands(ports),
    downloadCommand(ports),
    remindCommands(ports),
    remindersCommand(ports),
    timezoneCommand(ports),
    memoryCommand(ports),
    forgetCommand(ports),
    usageCommand(ports),
    newCommand(ports),
    approvalsCommand(ports),
    accountCommands(ports),
    runCommand(ports),
  )
}
