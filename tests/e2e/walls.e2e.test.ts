import { allContainers, containersOf, secrets, serviceOf, services } from './support/containers.ts'
import { docker } from './support/project.ts'
import { useStack } from './support/stack.ts'

describe('the running containers', () => {
  useStack()
  const running = async () => (await allContainers()).filter(({ State }) => State.Running)

  test('environments → no secret in any (F-GATE 1, F-OPS 2)', async () => {
    const containers = await running()
    const values = [...(await secrets()).values()]

    const leaking = containers.filter(({ Config }) =>
      Config.Env?.some((variable) => values.some((value) => variable.includes(value))),
    )

    expect(leaking.map(serviceOf)).toEqual([])
    expect(containers.map(serviceOf).toSorted()).toEqual([...services, 'stand-ins'].toSorted())
  })

  test('secrets → the token only in bot, provider keys only in gateway (F-GATE 1)', async () => {
    const holders = (name: RegExp) => (container: Awaited<ReturnType<typeof running>>[number]) =>
      container.Mounts.some(
        ({ Destination }) => Destination.startsWith('/run/secrets/') && name.test(Destination),
      )

    const containers = await running()

    expect(containers.filter(holders(/telegram/)).map(serviceOf)).toEqual(['bot'])
    expect(containers.filter(holders(/gemini|groq/)).map(serviceOf)).toEqual(['gateway'])
  })

  test('docker.sock → in the executor alone; read-only roots, no capabilities, no new privileges, memory limits (F-BOX 3)', async () => {
    const containers = await running()

    const withSocket = containers.filter(({ Mounts }) =>
      Mounts.some(({ Source }) => Source.endsWith('docker.sock')),
    )
    expect(withSocket.map(serviceOf)).toEqual(['executor'])
    for (const container of containers) {
      const { HostConfig, Config } = container
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        Privileged: false,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
      })
      expect(HostConfig.Memory).toBeGreaterThan(0)
      // The executor's becomes two users who are not root: below.
      const isExecutor = serviceOf(container) === 'executor'
      expect(Config.User).toBe(isExecutor ? '0:0' : '10001:10001')
      if (!isExecutor) expect(HostConfig.CapAdd ?? []).toEqual([])
    }
  })

  test('the executor’s container → two processes, neither root, without any capability or way to one (F-BOX 3)', async () => {
    const [executor] = await containersOf('executor')

    const processes = await statusOfAll(executor!.Id)

    const users = processes.map(({ Uid, Groups }) => `${Uid} of ${Groups}`)
    expect(users).toEqual([
      '10001 10001 10001 10001 of ',
      expect.stringMatching(/^10002 10002 10002 10002 of (\d+ 10001|10001 \d+)$/),
    ])
    for (const status of processes) {
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
        expect(status[set]).toMatch(/^0+$/)
      expect(status).toMatchObject({ NoNewPrivs: '1', Seccomp: '2' })
    }
  })

  test('the engine’s socket → opened by nobody but the proxy, whose own the executor cannot replace (F-BOX 3)', async () => {
    const [executor] = await containersOf('executor')
    const script = `const { connect } = require('net'); const { writeFileSync } = require('fs')
      const tried = ['/var/run/docker.sock', '/run/engine/engine.sock'].map((path) => new Promise((say) =>
        connect(path).on('connect', () => say('open')).on('error', ({ code }) => say(code))))
      let made = 'made'; try { writeFileSync('/run/engine/x', '') } catch ({ code }) { made = code }
      Promise.all(tried).then((all) => { console.log([...all, made].join()); process.exit() })`

    const said = await docker('exec', '--user', '10001:10001', executor!.Id, 'node', '-e', script)

    expect(said.trim()).toBe('EACCES,open,EACCES')
  })

  test('networks → only bot and gateway have a way out, ports are published on localhost alone', async () => {
    const containers = await running()
    const inNetwork = (name: string) =>
      containers
        .filter(({ NetworkSettings }) =>
          Object.keys(NetworkSettings.Networks).some((net) => net.endsWith(name)),
        )
        .map(serviceOf)
        .toSorted()

    expect(inNetwork('_outside')).toEqual(['bot', 'gateway'])
    expect(inNetwork('_loopback')).toEqual(['console', 'stand-ins'])
    const hosts = containers.flatMap(({ HostConfig }) => Object.values(HostConfig.PortBindings ?? {}).flat())
    expect(new Set(hosts.map(({ HostIp }) => HostIp))).toEqual(new Set(['127.0.0.1']))
  })
})

interface ProcessStatus {
  Pid: string
  PPid: string
  Uid: string
  Groups: string
  [field: string]: string
}

/** `/proc/<pid>/status` of every process of a container, its first one first; not of those that look from outside. */
async function statusOfAll(id: string): Promise<ProcessStatus[]> {
  // Each in one go: `read` goes back in what it has read, and finds other lines when a number has grown meanwhile.
  const look = 'for p in /proc/[0-9]*; do echo "$(<"$p/status")"; echo; done 2>/dev/null'
  const text = await docker('exec', '--user', '10001:10001', id, 'bash', '-c', look)
  const all = text
    .split('\n\n')
    .map((one) => Object.fromEntries(one.split('\n').map(fieldOf)) as ProcessStatus)
  const below = (pid: string): ProcessStatus[] =>
    all.filter(({ PPid }) => PPid === pid).flatMap((child) => [child, ...below(child.Pid)])
  return [...all.filter(({ Pid }) => Pid === '1'), ...below('1')]
}

function fieldOf(line: string): [string, string] {
  const [, name = '', value = ''] = /^(\w+):(.*)$/.exec(line) ?? []
  return [name, value.trim().replaceAll(/\s+/g, ' ')]
}
