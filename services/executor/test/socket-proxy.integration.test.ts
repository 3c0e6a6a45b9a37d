import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { dockerEngine, type Engine } from '../src/adapters/engine.ts'
import { holdProxyLifeline } from '../src/adapters/proxy-lifeline.ts'
import { runnerLine, type RunnerLine } from '../src/adapters/runner-line.ts'
import { containerName, readyName } from '../src/domain/container-name.ts'
import { containerSpec, ownerLabel, sandboxUser, userLabel } from '../src/domain/container-spec.ts'
import { commandFrame, type RunnerFrame } from '../src/domain/runner-frames.ts'
import { serveSocketProxy } from '../src/socket-proxy/proxy-server.ts'
import { sandboxTestSettings } from './bare-sandbox.ts'

const engineSocket = '/var/run/docker.sock'
const owner = `aika-test-proxy-${process.pid}`
const settings = sandboxTestSettings(owner)
const folder = fs.mkdtempSync(join(tmpdir(), 'aika-proxy-'))
const userDir = join(folder, 'users')
const listenAt = join(folder, 'engine.sock')
const refusals: object[] = []

let engine: Engine
let proxy: AsyncDisposable
let made = 0

beforeAll(async () => {
  fs.chmodSync(folder, 0o755)
  fs.mkdirSync(userDir)
  const log = { warn: (fields: object) => void refusals.push(fields) }
  proxy = await serveSocketProxy({
    engineSocket,
    listenAt,
    userDir,
    log,
    settings: { sandbox: settings, hostUserDir: userDir },
  })
  engine = dockerEngine(listenAt)
})

afterAll(async () => {
  for (const id of containersNow()) execFileSync('docker', ['rm', '-f', id], { stdio: 'pipe' })
  await proxy[Symbol.asyncDispose]()
  fs.rmSync(folder, { recursive: true, force: true })
})

const containersNow = () =>
  execFileSync('docker', ['ps', '-aq', '--no-trunc', '--filter', `label=${ownerLabel}=${owner}`], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean)

/** A person's folder, made afresh. */
function personFolder(userId: number): string {
  const path = join(userDir, String(userId))
  fs.rmSync(path, { recursive: true, force: true })
  fs.mkdirSync(path)
  fs.chownSync(path, sandboxUser.uid, sandboxUser.gid)
  return path
}

const specOf = (userId: number) => containerSpec(userId, join(userDir, String(userId)), settings)
const newName = () => readyName(owner, (++made).toString(16).padStart(16, '0'))

async function create(userId = 42): Promise<string> {
  personFolder(userId)
  return engine.create(newName(), specOf(userId))
}

async function exitCodeOf(id: string): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = (await engine.inspect(id))!.State
    if (!Running) return ExitCode
    await sleep(20)
  }
}

const shell = (script: string) =>
  commandFrame({
    argv: ['/bin/bash', '-c', script],
    workdirRel: '',
    backstopSeconds: 20,
    outputLimitBytes: 50_000_000,
  })

/** All that a runner says until its line ends. */
async function allOf(line: RunnerLine): Promise<RunnerFrame[]> {
  const frames: RunnerFrame[] = []
  line.listen((frame) => frames.push(frame))
  await line.ended
  return frames
}

const outputOf = (frames: RunnerFrame[]) =>
  Buffer.concat(frames.flatMap((frame) => (frame.kind === 'stdout' ? frame.bytes : [])))

/** One request in a stranger's own words. */
function raw(method: string, path: string, body = ''): Promise<{ status: number; message: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; message: string }>()
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  request({ socketPath: listenAt, method, path, headers, agent: false })
    .on('response', (answer) => {
      text(answer).then((message) => resolve({ status: answer.statusCode!, message }), reject)
    })
    .on('error', reject)
    .end(body)
  return promise
}

/** What comes back for bytes that need not be HTTP. */
async function bytes(words: string): Promise<string> {
  const line = connect(listenAt)
  line.write(words)
  return text(line)
}

describe('what the executor does, through the proxy', () => {
  test('a sandbox’s whole life', async () => {
    await engine.ping()
    expect((await engine.info()).OSType).toBe('linux')
    expect(await engine.hasImage(settings.image)).toBe(true)
    const id = await create()
    const stream = await engine.attach(id)
    const line = runnerLine(stream, stream)
    const said = allOf(line)
    await engine.start(id)
    await engine.start(id)
    const name = containerName(owner, 'tg-42-1')
    await engine.rename(id, name)
    line.send(shell('id -u; pwd; echo "wörk" > made; exit 3'))

    const frames = await said

    expect(outputOf(frames).toString()).toBe('10001\n/work\n')
    expect(frames.at(-1)).toEqual({ kind: 'exit', exit: { how: 'exited', code: 3 } })
    expect(await exitCodeOf(id)).toBe(0)
    expect(fs.readFileSync(join(userDir, '42/made'), 'utf8')).toBe('wörk\n')
    expect((await engine.inspect(name))?.Id).toBe(id)
    expect(outputOf(await allOf(runnerLine(await engine.logs(id, 'end')))).toString()).toContain('/work')
    expect(await engine.list(owner)).toMatchObject([{ containerId: id, name, userId: 42 }])
    await engine.kill(id)
    await engine.remove(name)
    await engine.remove(id)
    expect(await engine.inspect(id)).toBeUndefined()
    expect(refusals).toEqual([])
  })

  test('5 MB of output come through whole, and input that is closed alone ends nothing', async () => {
    const id = await create()
    const stream = await engine.attach(id)
    const line = runnerLine(stream, stream)
    line.send(shell('head -c 5000000 /dev/urandom > bytes; cat bytes; sleep 0.2; echo end'))
    stream.end()
    const said = allOf(line)

    await engine.start(id)

    const output = outputOf(await said)
    const real = Buffer.concat([fs.readFileSync(join(userDir, '42/bytes')), Buffer.from('end\n')])
    expect(output.equals(real)).toBe(true)
    await engine.remove(id)
  })

  test('input closed before any command: the runner ends by itself', async () => {
    const id = await create()
    const stream = await engine.attach(id)
    const said = allOf(runnerLine(stream, stream))
    await engine.start(id)

    stream.end()

    expect(await said).toEqual([{ kind: 'ready' }])
    expect(await exitCodeOf(id)).toBe(0)
    await engine.remove(id)
  })

  test('a client that goes away leaves no connection to the engine behind', async () => {
    const id = await create()
    const stream = await engine.attach(id)
    await engine.start(id)
    const record = await engine.logs(id, 'end')

    record.destroy()
    stream.destroy()

    // Its runner ends with the engine's end of the line.
    expect(await exitCodeOf(id)).toBe(0)
    await engine.remove(id)
  })

  test('the lifeline: waits for a proxy that comes later, is held while calls come and go, and ends with it', async () => {
    const at = join(folder, 'lifeline.sock')
    await expect(holdProxyLifeline(at, () => undefined, 100)).rejects.toThrow(/no socket proxy listens/)
    const { promise: lost, resolve } = Promise.withResolvers<string>()
    let isLost = false
    const holding = holdProxyLifeline(at, () => {
      isLost = true
      resolve('lost')
    })
    const short = await serveSocketProxy({
      engineSocket,
      listenAt: at,
      userDir,
      settings: { sandbox: settings, hostUserDir: userDir },
      log: { warn: () => undefined },
    })
    await holding
    await dockerEngine(at).ping()
    expect(isLost).toBe(false)

    await short[Symbol.asyncDispose]()

    await expect(lost).resolves.toBe('lost')
  })

  test('an engine that is away: an error, no hanging', async () => {
    const elsewhere = join(folder, 'other.sock')
    const options = { engineSocket: join(folder, 'none.sock'), listenAt: elsewhere, userDir }
    await using _proxy = await serveSocketProxy({
      ...options,
      settings: { sandbox: settings, hostUserDir: userDir },
      log: { warn: () => undefined },
    })
    const away = dockerEngine(elsewhere)

    await expect(away.ping()).rejects.toMatchObject({ code: 'sandbox_unavailable', retryable: true })
    await expect(away.attach('x1')).rejects.toMatchObject({ code: 'sandbox_unavailable' })
  })
})

describe('an executor that was taken over', () => {
  test('25 hostile containers: none is made, each refusal is logged without its body', async () => {
    personFolder(42)
    const good = specOf(42)
    const host = (more: object) => ({ ...good, HostConfig: { ...good.HostConfig, ...more } })
    const mount = (more: object) => host({ Mounts: [{ ...good.HostConfig.Mounts[0], ...more }] })
    const bodies: object[] = [
      host({ Privileged: true }),
      host({ Binds: ['/:/host'] }),
      host({ PidMode: 'host' }),
      host({ NetworkMode: 'host' }),
      host({ IpcMode: 'host' }),
      host({ UsernsMode: 'host' }),
      host({ CgroupnsMode: 'host' }),
      host({ CgroupParent: '/' }),
      host({ CapAdd: ['ALL'] }),
      host({ Devices: [{ PathOnHost: '/dev/vda', PathInContainer: '/d', CgroupPermissions: 'rwm' }] }),
      host({ DeviceCgroupRules: ['a *:* rwm'] }),
      host({ SecurityOpt: ['seccomp=unconfined'] }),
      host({ SecurityOpt: ['apparmor=unconfined', ...good.HostConfig.SecurityOpt] }),
      host({ VolumesFrom: ['x'] }),
      host({ GroupAdd: ['0'] }),
      host({ ReadonlyRootfs: false }),
      host({ MaskedPaths: [] }),
      host({ privileged: true }),
      mount({ Source: '/' }),
      mount({ Source: `${userDir}/43` }),
      mount({ Source: userDir }),
      mount({ BindOptions: { Propagation: 'rshared' } }),
      { ...good, User: '0' },
      { ...good, Entrypoint: ['/bin/sh'] },
      { ...good, HOSTCONFIG: { Privileged: true } },
    ]
    refusals.length = 0
    const before = containersNow()

    for (const body of bodies) {
      const { status } = await raw('POST', `/containers/create?name=${newName()}`, JSON.stringify(body))
      expect(status).toBe(403)
    }

    expect(containersNow()).toEqual(before)
    expect(refusals).toHaveLength(bodies.length)
    expect(JSON.stringify(refusals)).not.toContain('HostConfig')
  })

  test('keys that stand twice: the container is the one of our spec', async () => {
    personFolder(42)
    const text = JSON.stringify(specOf(42)).replace(
      '{',
      '{"HostConfig":{"Privileged":true,"Binds":["/:/host"]},',
    )

    const { status, message } = await raw('POST', `/containers/create?name=${newName()}`, text)

    expect(status).toBe(201)
    const { Id } = JSON.parse(message) as { Id: string }
    expect((await engine.inspect(Id))?.HostConfig).toMatchObject({ Privileged: false, Binds: null })
    await engine.remove(Id)
  })

  test('another installation’s container: it cannot be seen, ended, heard or renamed', async () => {
    const name = `${owner}-run-foreign`
    const labels = ['--label', `${ownerLabel}=other`, '--label', `${userLabel}=42`]
    const args = [
      'run',
      '-d',
      '--name',
      name,
      ...labels,
      '--network=none',
      '--entrypoint=sleep',
      settings.image,
    ]
    const id = execFileSync('docker', [...args, '60'], { encoding: 'utf8' }).trim()
    try {
      for (const called of [id, id.slice(0, 12), name]) {
        const at = `/containers/${called}`
        expect((await raw('GET', `${at}/json`)).status).toBe(404)
        expect((await raw('GET', `${at}/logs?stdout=1`)).status).toBe(404)
        expect((await raw('POST', `${at}/attach?stream=1&stdout=1`)).status).toBe(404)
        for (const verb of ['start', 'kill', `rename?name=${containerName(owner, 'x')}`]) {
          expect((await raw('POST', `${at}/${verb}`)).status).toBe(404)
        }
        expect((await raw('DELETE', `${at}?force=1`)).status).toBe(404)
        const line = await engine.attach(called).catch((error: Error) => error.message)
        expect(line).toMatch(/gone/)
      }
      const state = execFileSync('docker', ['inspect', '-f', '{{.State.Running}} {{.Name}}', id])
      expect(state.toString()).toBe(`true /${name}\n`)
    } finally {
      execFileSync('docker', ['rm', '-f', id], { stdio: 'pipe' })
    }
  })

  test('requests within requests, and what is no request: nothing but what was judged is asked', async () => {
    const hidden = `GET /containers/json?all=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    const both = `POST /_ping HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`
    const lengths = `GET /_ping HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`
    const upgrade = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n${hidden}`

    expect(await bytes(both)).toMatch(/^HTTP\/1.1 400 /)
    expect(await bytes(lengths)).toMatch(/^HTTP\/1.1 400 /)
    for (const path of [
      '/_ping',
      '/containers/create?name=x',
      '/exec/x/start',
      '/session',
      '/containers/x1/start',
    ]) {
      expect(await bytes(upgrade(path))).toMatch(/^HTTP\/1.1 403 .*"message"/s)
    }
    expect(await bytes(upgrade('/containers/x1/attach?stream=1'))).toMatch(/^HTTP\/1.1 404 /)
    expect(await bytes(`GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n${hidden}`)).toMatch(/200 OK.*403 Forbidden/s)
    expect(await bytes(`GET /_ping HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 /,
    )
    expect(await bytes('\x16\x03\x01')).toMatch(/^HTTP\/1.1 400 /)
    expect((await raw('POST', `/containers/create?name=${newName()}`, 'x'.repeat(300_000))).status).toBe(403)
  })
})

describe('a link in the place of a person’s folder', () => {
  const elsewhere = join(folder, 'elsewhere')
  const other = join(userDir, 'other')

  beforeAll(() => {
    fs.mkdirSync(elsewhere)
    fs.writeFileSync(join(elsewhere, 'canary'), 'canary-of-the-host')
  })

  test('it lies there before the start: not started', async () => {
    const id = await create(51)
    fs.rmdirSync(join(userDir, '51'))
    fs.symlinkSync(elsewhere, join(userDir, '51'))

    await expect(engine.start(id)).rejects.toThrow(/what would be mounted is no folder/)

    expect((await engine.inspect(id))?.State.Status).toBe('created')
    await engine.remove(id)
    fs.unlinkSync(join(userDir, '51'))
  })

  test('it lies there for moments of the start alone: nothing of the host is ever read', async () => {
    let [served, refused] = [0, 0]
    for (let round = 0; round < 6; round++) {
      const path = personFolder(52)
      await sleep(50)
      const id = await engine.create(newName(), specOf(52))
      const stream = await engine.attach(id)
      const line = runnerLine(stream, stream)
      line.send(shell('cat canary; ls'))
      const said = allOf(line)
      const swapping = sleep(round * 4).then(async () => {
        fs.renameSync(path, other)
        fs.symlinkSync(elsewhere, path)
        await sleep(60)
        fs.unlinkSync(path)
        fs.renameSync(other, path)
      })

      const outcome = await engine.start(id).then(
        () => served++,
        () => refused++,
      )
      await swapping
      await engine.kill(id)

      expect(typeof outcome).toBe('number')
      expect(outputOf(await said).toString()).not.toContain('canary')
      await engine.remove(id)
    }
    expect(refused).toBeGreaterThan(0)
    expect(served + refused).toBe(6)
  })

  test('one that was not seen to start gets no input, and is not started again', async () => {
    personFolder(53)
    const id = await create(53)
    execFileSync('docker', ['start', id], { stdio: 'pipe' })

    await expect(engine.start(id)).resolves.toBeUndefined()
    await expect(engine.attach(id)).rejects.toThrow(/its start was not seen/)

    await engine.kill(id)
    await expect(engine.start(id)).rejects.toThrow(/started once/)
    await engine.remove(id)
  })

  test('other people’s folders come and go, and its own is written to: it starts', async () => {
    const id = await create(54)
    await sleep(50)
    const started = engine.start(id)
    fs.mkdirSync(join(userDir, '55'))

    await started
    fs.rmdirSync(join(userDir, '55'))
    await engine.remove(id)
  })
})
