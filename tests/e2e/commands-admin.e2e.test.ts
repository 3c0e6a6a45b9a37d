import {
  everyServiceHealthy,
  sandboxRunning,
  sandboxesGone,
  sandboxesOf,
  secrets,
  startService,
  stopService,
} from './support/containers.ts'
import { fileOf } from './support/people-files.ts'
import { rows } from './support/stored.ts'
import { eventually } from './support/eventually.ts'
import { useStack } from './support/stack.ts'
import { control, peopleFrom, person as personOf } from './support/telegram.ts'

const menuOf = async (user: number) => {
  const { commands } = await control<{ commands: { command: string }[] }>('GET', 'telegram/commands', {
    user,
  })
  return commands.map(({ command }) => command)
}

const forEverybody = [
  'approvals', 'cancel', 'download', 'export', 'files', 'forget', 'forget_me', 'help', 'memory', 'new', 'remind', 'reminders',
  'save', 'shared', 'status', 'timezone', 'usage',
] // prettier-ignore
const forAdmins = ['panic', 'remind_user', 'resume', 'run']

describe('commands of admins', () => {
  useStack()
  const newPerson = peopleFrom(1_123)
  const admin = personOf(1_001)
  const stranger = 900_001

  test('each role sees its own menu; a stranger sees none (F-CMD)', async () => {
    const person = newPerson()
    await person.asks('/start', /Hello/)

    const shown = await eventually('the menu is there', async () => {
      const menu = await menuOf(person.id)
      return menu.length > 0 && menu
    })

    expect(shown.toSorted()).toEqual(forEverybody)
    expect((await menuOf(admin.id)).toSorted()).toEqual([...forEverybody, ...forAdmins].toSorted())
    expect(await menuOf(stranger)).toEqual([])
  })

  test('/run → in the agent’s container, with an empty environment; output, exit code, duration (F-CMD)', async () => {
    const { text } = await admin.asks('/run id -u; env; echo oops >&2; exit 3', /Exit code/)

    expect(text).toMatch(/^Exit code 3, \d+\.\d s\./)
    const [, stdout, stderr] = /stdout\n([\s\S]*?)\n*stderr\n([\s\S]*)$/.exec(text!) ?? []
    const [uid, ...names] = stdout!.trim().split('\n')
    expect(uid).toBe('10001')
    expect(names.map((line) => line.split('=')[0]!).toSorted()).toEqual(
      expect.arrayContaining(['HOME', 'LANG', 'PATH']),
    )
    // The last three are the shell's own.
    const known = ['HOME', 'LANG', 'PATH', 'PWD', 'SHLVL', 'OLDPWD', '_']
    expect(names.map((line) => line.split('=')[0]).filter((name) => !known.includes(name!))).toEqual([])
    expect(stderr!.trim()).toBe('oops')
  })

  test('/run that prints a secret of the service → it is taken out (F-CMD, F-GATE 1)', async () => {
    const { text } = await admin.asks('/run cat /run/secrets/*', /Exit code/)

    const leaked = [...(await secrets())].filter(([, value]) => text!.includes(value)).map(([name]) => name)
    expect(leaked).toEqual([])
    expect(text).toContain('[secret]')
  })

  test('/run that prints without end, or takes too long → cut, and ended (F-CMD)', async () => {
    const long = await admin.asks('/run head -c 3000000 /dev/zero | tr "\\0" x', /cut/)
    const slow = await admin.asks('/run sleep 300', /time was over/)

    expect(long.text).toMatch(/stdout \(cut: [\d,]+ more bytes\)/)
    expect(slow.text).toMatch(/^Its time was over: ended after 2\d\.\d s\./)
    const count = "/run cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c 'sleep [3]00'; echo counted"
    expect((await admin.asks(count, /counted/)).text).toMatch(/stdout\s+0\s+counted/)
  })

  test('/run, /panic, /resume by anybody else → unknown; nothing runs, nothing stops (F-CMD)', async () => {
    const person = newPerson()

    for (const command of ['/run touch /tmp/was-here', '/panic', '/resume']) {
      const { text } = await person.asks(command, /do not know/)
      expect(text).toMatch(/^I do not know \/\w+\./)
    }
    await person.asks('are you still there', /You said/)

    const found = await admin.asks('/run ls /tmp; echo listed', /listed/)
    expect(found.text).not.toContain('was-here')
    expect((await admin.asks('/run', /Usage/)).text).toContain('Usage: /run <shell command>')
  })

  test('/panic → a running command is dead within 3 s, cards are void, what is written is kept and answered after /resume (F-CMD)', async () => {
    const [runner, asker, writer] = [newPerson(), newPerson(), newPerson()]
    await asker.asks('write files/old.txt: keep me', /old\.txt/)
    await asker.says('run: rm files/old.txt')
    const card = await asker.hears(/Waits for your answer/)
    await runner.says('run: echo once >> files/ran.txt; sleep 60; echo late >> files/ran.txt')
    await sandboxRunning(runner.id)

    try {
      await admin.says('/panic')
      await eventually(
        'the command is dead',
        async () => !(await sandboxesOf(runner.id)).some(({ State }) => State.Running),
        3_000,
      )
      const told = await admin.hears(/Everything is paused/)
      expect(told.text).toMatch(/commands that ran in a sandbox: 1 \(killed\)/)
      await eventually('the card is void', async () => {
        const shown = (await asker.heard()).find(({ message_id: id }) => id === card.message_id)
        return shown?.text?.includes('called off') && !shown.reply_markup
      })

      await writer.asks('do you hear me', /An admin has paused me/)
      const status = await writer.asks('/status', /Services/)
      expect(status.text).toMatch(/^🛑 PAUSED by an admin \d+ s ago/)
      expect((await admin.asks('/run id', /paused/)).text).toContain('/resume goes on')
      expect(await rows(`select id from Turn where userId = ${writer.id}`)).toEqual([])
    } finally {
      await admin.asks('/resume', /Going on|Nothing was paused/)
    }

    await writer.hears(/You said: “do you hear me/)
    await runner.hears(/I ran|stopped|killed|ended/i)
    await asker.hears(/./, { after: card.message_id })
    await sandboxesGone(runner.id)
    expect(await fileOf(runner.id, 'files/ran.txt')).toBe('once\n')
    expect(await fileOf(asker.id, 'files/old.txt')).toContain('keep me')
    expect((await writer.asks('/status', /Services/)).text).not.toContain('PAUSED')
  })

  test('/status while a service is stopped → says which, and no longer when it is back (F-CMD)', async () => {
    const person = newPerson()
    const statusSays = (pattern: RegExp) =>
      eventually(`/status says ${pattern.source}`, async () => {
        const { text } = await person.asks('/status', /Services/)
        return pattern.test(text!) && text
      })

    await stopService('summarizer')
    const without = await statusSays(/🔴 summarizer: not running/)
    await startService('summarizer')
    await everyServiceHealthy()
    const whole = await statusSays(/🟢 summarizer: up/)

    expect(without).toMatch(/🟢 agent: up/)
    expect(whole).not.toMatch(/🔴|🟠/)
  })
})
