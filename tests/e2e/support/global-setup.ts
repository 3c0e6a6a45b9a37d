import { endStack, reuse, startStack } from './project.ts'

/** One composed stack for the whole run: starting it for each file would cost more than all the tests. */
export default async function globalSetup(): Promise<void> {
  if (reuse > 0) return
  await endStack()
  await startStack()
}
