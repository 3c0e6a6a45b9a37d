import { execFile } from 'node:child_process'

export interface RunOptions {
  env?: Record<string, string>
  /** Ends the command; generous, as other work may share the machine. */
  timeoutMs?: number
}

/** Runs a command to its end. @returns its stdout. @throws with its stderr when it fails. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { env = {}, timeoutMs = 120_000 } = options
  return new Promise((resolve, reject) => {
    const settings = { env: { ...process.env, ...env }, timeout: timeoutMs, maxBuffer: 256 * 1024 * 1024 }
    execFile(command, args, settings, (error, stdout, stderr) => {
      if (error)
        reject(new Error(`${command} ${args.join(' ')}: ${stderr || error.message}`, { cause: error }))
      else resolve(stdout)
    })
  })
}
