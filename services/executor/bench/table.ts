import type { Figure } from '../../../bench/lib/results.ts'

const rows: [title: string, ids: string[], aim: string][] = [
  ['prepared, at the executor, p50 / p95', ['sandbox-prepared-p50', 'sandbox-prepared-p95'], '≤ 5 / ≤ 12 ms'],
  ['prepared, job added → result, p50 / p95', ['sandbox-queue-p50', 'sandbox-queue-p95'], '≤ 12 / ≤ 30 ms'],
  ['prepared, a Python program, p50 / p95', ['sandbox-python-p50', 'sandbox-python-p95'], '—'],
  ['prepared, 1 MB of output, p50 / p95', ['sandbox-1mb-p50', 'sandbox-1mb-p95'], '≤ 25 ms'],
  ['cold, p50 / p95', ['sandbox-cold-p50', 'sandbox-cold-p95'], '—'],
  ['… as a share of `docker run`', ['sandbox-cold-share'], '≤ 0.55'],
  ['`docker run --rm`, same flags, p50 / p95', ['docker-run-p50', 'docker-run-p95'], '—'],
  [
    'the same container by API, `NetworkMode: none`, p50 / p95',
    ['api-network-none-p50', 'api-network-none-p95'],
    '—',
  ],
  ['`docker exec` in a running container, p50 / p95', ['docker-exec-p50', 'docker-exec-p95'], '—'],
  ['8 at once, cold', ['sandbox-cold-throughput'], '≥ 12 commands/s'],
  ['deadline → everything dead, p50 / max', ['sandbox-deadline-p50', 'sandbox-deadline-max'], '≤ 150 ms'],
  [
    '1,000 mixed commands: containers / processes / mounts / volumes / descriptors left',
    ['containers', 'processes', 'mounts', 'volumes', 'descriptors'].map((kind) => `sandbox-left-${kind}`),
    '0',
  ],
  ['… memory of the executor afterwards', ['executor-memory-growth'], 'flat'],
]

/** Markdown for the README. */
export function sandboxTable(figures: Figure[]): string {
  const byId = new Map(figures.map((figure) => [figure.figure, figure]))
  const lines = rows.map(([title, ids, aim]) => {
    const found = ids.flatMap((id) => byId.get(id) ?? [])
    const unit = found[0]?.unit ?? ''
    return `| ${title} | ${aim} | **${found.map(({ median }) => median.toLocaleString('en-US')).join(' / ')}** ${unit} |`
  })
  const [first] = figures
  const made = `One run, ${first?.date}, ${first?.machine}.`
  return ['| a command in a sandbox | aim | Aika |', '| --- | --- | --- |', ...lines, '', made].join('\n')
}
