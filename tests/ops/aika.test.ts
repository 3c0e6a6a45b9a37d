import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(__dirname, '../..')
const run = (command: string, args: string[], cwd = root) =>
  spawnSync(command, args, { cwd, encoding: 'utf8', input: '', timeout: 30_000, killSignal: 'SIGKILL' })

describe('./aika', () => {
  test('--help names every command', () => {
    const { status, stdout } = run('./aika', ['--help'])

    expect(status).toBe(0)
    for (const command of ['demo', 'up', 'status', 'logs', 'doctor', 'test', 'down', '--yes']) {
      expect(stdout).toContain(command)
    }
  })

  test('an unknown command is refused with the list', () => {
    const { status, stderr } = run('./aika', ['fly'])

    expect(status).toBe(1)
    expect(stderr).toContain('there is no command "fly"')
  })

  test('up without keys and without a terminal names every missing variable and starts nothing', () => {
    const checkout = mkdtempSync(path.join(tmpdir(), 'aika-checkout-'))
    for (const part of ['aika', 'ops', '.env.example', 'docker-compose.yml']) {
      cpSync(path.join(root, part), path.join(checkout, part), { recursive: true })
    }

    const { status, stderr } = run('./aika', ['up', '--yes'], checkout)

    expect(status).toBe(1)
    expect(stderr).toContain('.env lacks TELEGRAM_BOT_TOKEN ALLOWED_USER_IDS GEMINI_API_KEY GROQ_API_KEY')
    rmSync(checkout, { recursive: true })
  })
})

describe('after a killed Docker daemon', () => {
  const inOps = (script: string) =>
    run('bash', [
      '-euc',
      `root=. state_root=. socket=./none assume_yes=; . ops/lib.sh; . ops/engine.sh; ${script}`,
    ])

  test('a pid file whose number belongs to another program by now is removed', () => {
    const { stdout } = inOps(
      'file=$(mktemp); echo $$ >"$file"; forget_stale_pid "$file" dockerd; ls "$file" || echo gone',
    )

    expect(stdout).toBe('gone\n')
  })

  test('a process that is dead but not yet reaped does not count as running', () => {
    // The child ends once its parent is a program that reaps nobody: bash itself would, now and then, be quicker than exec.
    const { stdout } = inOps(
      `file=$(mktemp)
       bash -c '(until [[ $(cat /proc/$$/comm) == sleep ]]; do sleep 0.01; done) & echo $! >"$0"; exec sleep 30' "$file" &
       parent=$!
       until grep -qs '^State:.Z' "/proc/$(cat "$file")/status"; do sleep 0.05; done
       is_process "$(cat "$file")" sleep && echo running || echo dead; kill "$parent"`,
    )

    expect(stdout).toBe('dead\n')
  })

  test('the pid file of a live daemon stays', () => {
    const { stdout } = inOps(
      'file=$(mktemp); echo $$ >"$file"; forget_stale_pid "$file" bash; cat "$file" && rm "$file"',
    )

    expect(stdout).toMatch(/^\d+\n$/)
  })
})

test('a Docker daemon that ends at once: the start stops with its last words', () => {
  const { status, stderr } = run('bash', [
    '-euc',
    `root=. state_root=$(mktemp -d) socket=./none assume_yes=; . ops/lib.sh; . ops/engine.sh
     as_root() { "$@"; }; need_package() { :; }; cgroupfs-mount() { :; }; engine_answers() { false; }
     printf '#!/bin/sh\necho no room for cgroups; exit 1\n' >"$state_root/dockerd"; chmod +x "$state_root/dockerd"
     trap 'rm -r "$state_root"' EXIT; PATH=$state_root:$PATH; launch_daemon`,
  ])

  expect(status).toBe(1)
  expect(stderr).toContain('no room for cgroups')
})

describe('a service that does not become healthy', () => {
  const lastWords = (log: string) =>
    run('bash', [
      '-euc',
      `. ops/lib.sh; . ops/stack.sh; docker() { [[ $1 == inspect ]] || printf '%s\n' "$log"; }; log=$1; last_words x`,
      'bash',
      log,
    ]).stdout

  test('settings that are wrong are told as plain lines, once', () => {
    const fatal = JSON.stringify({
      level: 'fatal',
      err: { message: 'these are wrong:\n  A: not "b"', stack: 's' },
    })

    expect(lastWords(`${fatal}\n${fatal}`)).toBe('these are wrong:\n  A: not "b"\n')
  })

  test('what is no message of ours is told as it is, no line longer than a screen takes', () => {
    expect(lastWords(`Permission denied\n${'x'.repeat(10_000)}`)).toBe(
      `Permission denied\n${'x'.repeat(300)}\n`,
    )
  })
})

describe('settings', () => {
  const inSettings = (dotEnv: string, script: string) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aika-settings-'))
    writeFileSync(path.join(folder, '.env'), dotEnv)
    const source = 'for file in lib settings; do . "ops/$file.sh"; done'
    const names = `root=${root} state_root=${folder} socket=/dev/null assume_yes=; state=${folder} env_file=${folder}/.env`
    const { stdout, status } = run('bash', ['-euc', `${names}; ${source}; data=/d; ${script}`])
    rmSync(folder, { recursive: true })
    return { stdout, status }
  }

  test.each([
    ['plain', 'A=1', '1'],
    ['quoted, with a comment', 'A="1 2" # three', '1 2'],
    ['single quotes', "A='x=y'", 'x=y'],
    ['exported', 'export A=1', '1'],
    ['said twice: the last one counts', 'A=1\nA=2', '2'],
    ['commented out', '# A=1', ''],
    ['another one that ends the same', 'BA=1', ''],
  ])('.env is read as Compose reads it: %s', (_title, dotEnv, value) => {
    expect(inSettings(dotEnv, 'setting A').stdout.trimEnd()).toBe(value)
  })

  test('a setting is put in place of the old one, the rest stays', () => {
    expect(inSettings('A=1\nB=2\n', 'put_setting A 3; cat "$env_file"').stdout).toBe('B=2\nA=3\n')
  })

  test('what Compose needs is written with and without more lines', () => {
    expect(inSettings('', 'write_compose_env; write_compose_env X=1; tail -n1 "$state/compose.env"')).toEqual(
      {
        stdout: 'X=1\n',
        status: 0,
      },
    )
  })
})

describe('epoll watches, which all sandboxes and services share', () => {
  const inKernel = (dotEnv: string, script: string) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aika-kernel-'))
    writeFileSync(path.join(folder, '.env'), dotEnv)
    const names = `root=${root} state_root=${folder} socket=/dev/null assume_yes=; env_file=${folder}/.env file=${folder}/watches`
    const source =
      'for name in lib settings kernel; do . "ops/$name.sh"; done; watches_file=$file; as_root() { [[ $2 != /etc/* ]] && "$@"; }'
    const { stdout } = run('bash', ['-uc', `${names}; ${source}; ${script}`])
    rmSync(folder, { recursive: true })
    return stdout
  }

  test('too few: raised above what all sandboxes together can make, by the settings', () => {
    const settings = 'EXECUTOR_CONCURRENCY=4\nSANDBOX_MEMORY=1g\n'

    expect(
      inKernel(settings, 'echo 200000 >"$file"; raise_watches; cat "$file"; has_watches && echo ok'),
    ).toBe(`${Math.floor((4 * 2 ** 30) / 150)}\nok\n`)
  })

  test('enough: nothing is touched', () => {
    expect(inKernel('', 'echo 90000000 >"$file"; raise_watches; cat "$file"')).toBe('90000000\n')
  })
})

test('.env.example: every variable has a sentence above it', () => {
  const lines = readFileSync(path.join(root, '.env.example'), 'utf8').split('\n')
  const bare = lines.filter(
    (line, index) => /^[A-Z_]+=/.test(line) && !/^# .+[.;]$/.test(lines[index - 1] ?? ''),
  )

  expect(bare).toEqual([])
})

test('every variable Compose reads from .env is in .env.example', () => {
  const compose = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8')
  const example = readFileSync(path.join(root, '.env.example'), 'utf8')
  const ownBusiness = ['PWD', 'COMPOSE_PROJECT_NAME', 'AIKA_SECRETS', 'DOCKER_SOCKET']
  const read = new Set(
    [...compose.matchAll(/\$\{([A-Z_]+)|^ +([A-Z_]+):$/gm)].map((match) => match[1] ?? match[2]!),
  )

  const missing = [...read].filter((name) => !ownBusiness.includes(name) && !example.includes(`\n${name}=`))

  expect(missing).toEqual([])
})
