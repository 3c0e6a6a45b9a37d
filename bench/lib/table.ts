import type { Figure } from './results.ts'

interface Row {
  title: string
  /** Figures shown in one cell, in this order. */
  ids: string[]
  unit: string
  rival1: string
  rival2: string
  aim: string
}

/** The table of the second issue; rivals were measured there, on the same kind of machine. */
const rows: Row[] = [
  {
    title: 'own overhead of a turn, p50 / p95 / p99',
    ids: ['overhead-p50', 'overhead-p95', 'overhead-p99'],
    unit: 'ms',
    rival1: '800 / 1,801 / 2,067 ms',
    rival2: '16 / 22 / 27 ms',
    aim: '≤ 15 / ≤ 25 / ≤ 50 ms',
  },
  {
    title: '20 people × 10 messages, each waits for its answer',
    ids: ['closed-loop-20'],
    unit: 'turns/s',
    rival1: '2.6 turns/s',
    rival2: '5.0 turns/s',
    aim: '≥ 100 turns/s',
  },
  {
    title: '50 people × 10 at once: 500 of 500, in order, none twice',
    ids: ['burst-50x10'],
    unit: 's',
    rival1: '170 s, false error messages',
    rival2: '99 s, 490 of 500',
    aim: '≤ 6 s',
  },
  {
    title: '`docker compose up`, images built → first answer',
    ids: ['start'],
    unit: 's',
    rival1: '15–17 s',
    rival2: '5–6 s',
    aim: '≤ 8 s',
  },
  {
    title: 'memory of all containers, idle / after 2,000 turns',
    ids: ['memory-idle', 'memory-after-2000'],
    unit: 'MB',
    rival1: '870 / 1,548 MB (after 200)',
    rival2: '359 / 364 MB',
    aim: '≤ 450 MB / +10 %',
  },
  {
    title: 'prompt at message 1 / 100',
    ids: ['prompt-1', 'prompt-100'],
    unit: 'tokens',
    rival1: '14,452 / 30,636 tokens',
    rival2: '8,349 / 9,548 tokens',
    aim: '≤ 1,300 / ≤ 2,500 tokens',
  },
  {
    title: '`kill -9` of everything, 10 people waiting: answers lost',
    ids: ['kill-lost'],
    unit: '',
    rival1: 'up to 7 of 28',
    rival2: 'all',
    aim: '0',
  },
  {
    title: '… all answered after',
    ids: ['kill-seconds'],
    unit: 's',
    rival1: '18–64 s',
    rival2: '—',
    aim: '≤ 20 s',
  },
  {
    title: 'turn with one command in a cold sandbox, p50 / p95',
    ids: ['tool-turn-p50', 'tool-turn-p95'],
    unit: 'ms',
    rival1: '—',
    rival2: '—',
    aim: '—',
  },
  {
    title: '… of which the command and its sandbox',
    ids: ['tool-turn-share'],
    unit: '%',
    rival1: '—',
    rival2: '—',
    aim: '—',
  },
  {
    title: 'Stop under load: `/cancel` → “Stopped.” and the command dead, p50 / p95',
    ids: ['stop-p50', 'stop-p95'],
    unit: 'ms',
    rival1: '—',
    rival2: '—',
    aim: 'p95 ≤ 2,000 ms',
  },
  {
    title: 'CPU time of all containers for a turn, one after the other / in a crowd',
    ids: ['cpu-turn', 'cpu-turn-crowd'],
    unit: 'ms',
    rival1: '—',
    rival2: '—',
    aim: '—',
  },
]

/** Markdown for the README: medians, the spread of the runs in brackets, the baseline of the same runs beside them. */
export function table(figures: Figure[]): string {
  const byId = new Map(figures.map((figure) => [figure.figure, figure]))
  const lines = rows.flatMap(({ title, ids, unit, rival1, rival2, aim }) => {
    const found = ids.flatMap((id) => byId.get(id) ?? [])
    if (found.length < ids.length) return []
    const values = found.map(
      (figure) => `**${shown(figure.median)}** (${figure.spread.map(shown).join('–')})`,
    )
    const known = found.flatMap(({ baseline }) => (baseline === undefined ? [] : [shown(baseline)]))
    const baseline = known.length > 0 ? `${known.join(' / ')} ${unit}` : '—'
    return [`| ${title} | ${rival1} | ${rival2} | ${aim} | ${values.join(' / ')} ${unit} | ${baseline} |`]
  })
  const [first] = figures
  return [
    '| figure | rival 1 | rival 2 | aim | Aika: median (spread) | bare loop, same run |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    `Medians of ${Math.max(...figures.map(({ runs }) => runs))} runs, ${first?.date}, ${first?.machine}.`,
  ].join('\n')
}

const shown = (value: number) => value.toLocaleString('en-US')
