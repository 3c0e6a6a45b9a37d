import { endStack } from './project.ts'

/** Set `AIKA_E2E_KEEP=1` to look at the stack after a failure; the next run ends it. */
export default async function globalTeardown(): Promise<void> {
  if (!process.env['AIKA_E2E_KEEP']) await endStack()
}
