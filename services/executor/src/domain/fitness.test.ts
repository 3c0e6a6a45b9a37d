import { unfitness, type EngineInfo } from './fitness.ts'

const fit: EngineInfo = {
  OSType: 'linux',
  MemoryLimit: true,
  SwapLimit: true,
  CpuCfsQuota: true,
  PidsLimit: true,
  SecurityOptions: ['name=apparmor', 'name=seccomp,profile=default'],
  Runtimes: { runc: {} },
}

describe('whether an engine can hold a sandbox', () => {
  test('all limits and seccomp: it may', () => {
    expect(unfitness(fit, 'runc')).toEqual([])
  })

  test.each<[string, Partial<EngineInfo>, RegExp]>([
    ['no memory limit, as on Raspberry Pi OS', { MemoryLimit: false }, /cgroup_enable=memory/],
    ['no swap limit', { SwapLimit: false }, /swapaccount=1/],
    ['no CPU limit', { CpuCfsQuota: false }, /CPU/],
    ['no limit of processes', { PidsLimit: false }, /processes/],
    ['no seccomp', { SecurityOptions: ['name=apparmor'] }, /seccomp/],
    ['seccomp switched off', { SecurityOptions: ['name=seccomp,profile=unconfined'] }, /seccomp/],
    ['no security options at all', { SecurityOptions: null }, /seccomp/],
    ['another runtime than asked for', { Runtimes: { crun: {} } }, /"runc"/],
    ['another operating system', { OSType: 'windows' }, /Linux/],
  ])('%s: refused, with the reason', (_what, change, reason) => {
    expect(unfitness({ ...fit, ...change }, 'runc')).toEqual([expect.stringMatching(reason)])
  })
})
