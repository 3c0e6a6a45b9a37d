/** As much of `docker info` as decides whether its containers can be held. */
export interface EngineInfo {
  MemoryLimit?: boolean
  SwapLimit?: boolean
  CpuCfsQuota?: boolean
  PidsLimit?: boolean
  SecurityOptions?: string[] | null
  Runtimes?: Record<string, unknown>
  OSType?: string
}

/** Why this engine must not run anybody's commands, in words that say what to do; none means it may. */
export function unfitness(info: EngineInfo, runtime: string): string[] {
  const reasons: string[] = []
  if (info.OSType !== 'linux') reasons.push('the engine does not run Linux containers')
  if (!info.MemoryLimit) {
    reasons.push(
      'the kernel cannot limit memory: on a Raspberry Pi add "cgroup_enable=memory cgroup_memory=1" to the line in /boot/firmware/cmdline.txt and reboot',
    )
  }
  if (!info.SwapLimit) {
    reasons.push('the kernel cannot limit swap: add "swapaccount=1" to its command line and reboot')
  }
  if (!info.CpuCfsQuota) reasons.push('the kernel cannot limit CPU time (CONFIG_CFS_BANDWIDTH)')
  if (!info.PidsLimit) reasons.push('the kernel cannot limit the number of processes (the pids cgroup)')
  if (
    !info.SecurityOptions?.some((option) => option.includes('name=seccomp') && !option.includes('unconfined'))
  ) {
    reasons.push('the engine has no seccomp filter')
  }
  if (!(runtime in (info.Runtimes ?? {}))) {
    reasons.push(`the engine does not know the runtime "${runtime}" (SANDBOX_RUNTIME)`)
  }
  return reasons
}
