import { mergeMetrics } from './merge-metrics.ts'

const scrape = (value: number) => `# HELP calls Calls made
# TYPE calls counter
calls{service="agent",path="{a}"} ${value}

# HELP up Up
# TYPE up gauge
up ${value}
`

test('two instances of one service: each family once, each sample with its instance', () => {
  const merged = mergeMetrics([
    { instance: 'a-1', text: scrape(1) },
    { instance: 'b-2', text: scrape(2) },
  ])

  expect(merged.split('\n').filter(Boolean)).toEqual([
    '# HELP calls Calls made',
    '# TYPE calls counter',
    'calls{instance="a-1",service="agent",path="{a}"} 1',
    'calls{instance="b-2",service="agent",path="{a}"} 2',
    '# HELP up Up',
    '# TYPE up gauge',
    'up{instance="a-1"} 1',
    'up{instance="b-2"} 2',
  ])
})

test('a name that would break out of its quotes: it cannot', () => {
  expect(mergeMetrics([{ instance: 'a"} 1\nevil', text: '# TYPE up gauge\nup 1' }])).toContain(
    'up{instance="a_} 1_evil"} 1',
  )
})
