/** One instance's metrics in Prometheus' text format. */
export interface InstanceMetrics {
  instance: string
  text: string
}

/** Puts several scrapes into one: each family once, each sample with the instance it came from. */
export function mergeMetrics(scrapes: readonly InstanceMetrics[]): string {
  const families = new Map<string, { head: string[]; samples: string[] }>()
  for (const { instance, text } of scrapes) {
    let family = { head: [] as string[], samples: [] as string[] }
    for (const line of text.split('\n')) {
      const head = /^# (HELP|TYPE) (\S+)/.exec(line)
      if (head) {
        const [, kind, name = ''] = head
        family = families.get(name) ?? { head: [], samples: [] }
        families.set(name, family)
        if (!family.head.some((known) => known.startsWith(`# ${kind} `))) family.head.push(line)
      } else if (line && !line.startsWith('#')) {
        family.samples.push(withInstance(line, instance))
      }
    }
  }
  return [...families.values()].flatMap(({ head, samples }) => [...head, ...samples, '']).join('\n')
}

function withInstance(sample: string, instance: string): string {
  const label = `instance="${instance.replace(/["\\\n]/g, '_')}"`
  const brace = sample.indexOf('{')
  if (brace === -1) return sample.replace(' ', `{${label}} `)
  return `${sample.slice(0, brace + 1)}${label}${sample[brace + 1] === '}' ? '' : ','}${sample.slice(brace + 1)}`
}
