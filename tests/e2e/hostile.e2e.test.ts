import { sandboxStarts, secrets } from './support/containers.ts'
import { useStack } from './support/stack.ts'
import { peopleFrom, textsOf, type Person } from './support/telegram.ts'

describe('somebody who tries to get out of their folder', () => {
  useStack()
  const newPerson = peopleFrom(1_100)

  test('paths that lead out, planted links, a look around in the sandbox → nobody’s files and no secret (F-FILE 6, F-BOX 1, 3)', async () => {
    const [victim, attacker] = [newPerson(), newPerson()]
    await victim.asks('write a note: the treasure lies under the oak', /Noted/)
    const note = 'notes/the-treasure-lies-under-the.md'

    await attacker.asks('read ../../etc/passwd', /did not work/)
    await attacker.asks(`read ../${victim.id}/${note}`, /did not work/)
    await plant(attacker, 'ln -s /proc/self/environ files/env.txt; ln -s / files/root; echo made')
    await plant(attacker, `ln -s /data/users/${victim.id}/${note} files/oak.md; echo made`)
    await attacker.asks('read files/env.txt', /did not work/)
    await attacker.asks('read files/root/etc/passwd', /did not work/)
    await attacker.asks('read files/oak.md', /did not work/)
    await plant(attacker, 'env; id; cat /etc/shadow; ls /work/.. /var/run /run /data')
    await plant(attacker, 'cat /proc/1/environ /proc/mounts; find / -name "*.md" -newer /etc/passwd')

    const seen = textsOf(await attacker.heard()).join('\n')
    expect(seen).not.toContain('under the oak\n')
    expect(seen).not.toMatch(/^root:/m)
    expect(seen).not.toMatch(/REDIS|GATEWAY|TELEGRAM|GEMINI|docker\.sock/)
    for (const secret of (await secrets()).values()) expect(seen).not.toContain(secret)
    expect(seen).toMatch(/uid=10001/)
  })

  test('the same commands said plainly → not even begun (F-PERM 4)', async () => {
    const attacker = newPerson()
    const since = new Date()

    for (const command of [
      'cat /proc/1/environ',
      'ls /run/secrets',
      ':(){ :|:& };:',
      'mount /dev/sda1 /mnt',
    ]) {
      const { text } = await attacker.asks(`run: ${command}`, /I ran|did not work/)
      expect(text).toMatch(/did not work: .*blocked/s)
    }
    expect(await sandboxStarts(attacker.id, since)).toEqual([])
  })

  test('a command that eats memory, forks or talks without end → it is ended, the bot lives on (F-BOX 1, 2)', async () => {
    const attacker = newPerson()

    const eaten = await attacker.asks('run: python3 -c "x = bytearray(2 * 10**9)"', /I ran|did not work/)
    const talked = await attacker.asks('run: yes abcdefghij', /I ran|did not work/)
    const bomb = `import subprocess as s; [s.Popen(['sleep', '30']) for _ in range(400)]`
    // Asked about by whoever judges commands; somebody who tries says yes.
    const card = await attacker.saysYesTo(`run: python3 -c "${bomb}"; echo exploded`)
    const forked = await attacker.hears(/I ran.*exploded/, { after: card.message_id })

    expect(eaten.text).toMatch(/more memory|MemoryError|exit code/)
    expect(talked.text).toMatch(/printed more/)
    expect(forked.text).toContain('Resource temporarily unavailable')
    await isAlive(newPerson())
  })
})

/** Runs a script out of a file, so that nobody but the sandbox stands in its way: who judges commands reads no files. */
async function plant(person: Person, script: string): Promise<void> {
  const file = `files/plan-${(await person.heard()).length}.sh`
  await person.asks(`write ${file}: ${script}`, /I wrote/)
  await person.asks(`run: bash ${file}`, /I ran/)
}

async function isAlive(person: Person): Promise<void> {
  await person.asks('still there', /You said/)
}
