import { allContainers, secrets, serviceOf, services } from './support/containers.ts'
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
    for (const { HostConfig, Config } of containers) {
      expect(HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        Privileged: false,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
      })
      expect(HostConfig.Memory).toBeGreaterThan(0)
      expect(Config.User).toBe('10001:10001')
    }
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
