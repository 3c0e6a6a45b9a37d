import { judgeRequest } from './judge-request.ts'
import { proxySettings } from './testing/proxy-settings.ts'

const settings = proxySettings()
const id = 'a'.repeat(64)
const judged = (method: string, url: string) => judgeRequest(method, url, '', settings)
const ourLabel = encodeURIComponent('{"label":["aika.owner=aika"]}')

describe('what the executor asks for', () => {
  test.each([
    ['/_ping', '/_ping'],
    ['/info', '/info'],
    ['/version', '/version'],
    ['/images/agent-sandbox-runner:latest/json', '/images/agent-sandbox-runner:latest/json'],
    [`/containers/json?all=true&filters=${ourLabel}`, `/containers/json?all=1&filters=${ourLabel}`],
    [`/containers/json?filters=${ourLabel}`, `/containers/json?filters=${ourLabel}`],
  ])('GET %s: asked as %s', (url, path) => {
    expect(judged('GET', url)).toEqual({ allowed: true, call: { kind: 'ask', path } })
  })

  test.each([
    ['POST', 'start', '', '/start', false],
    [
      'POST',
      'attach',
      '?stream=true&stdin=true&stdout=1&hijack=true',
      '/attach?stream=true&stdin=true&stdout=1',
      true,
    ],
    ['POST', 'attach', '?stream=1&stdin=0&stdout=1', '/attach?stream=1&stdin=0&stdout=1', false],
    [
      'GET',
      'logs',
      '?follow=true&stdout=true&stderr=false',
      '/logs?follow=true&stdout=true&stderr=false',
      false,
    ],
    ['POST', 'kill', '', '/kill', false],
    ['POST', 'rename', '?name=aika-run-tg-1-2', '/rename?name=aika-run-tg-1-2', false],
    ['GET', 'json', '', '/json', false],
  ])('%s %s%s', (method, verb, query, rest, withInput) => {
    const verdict = judged(method, `/containers/${id}/${verb}${query}`)

    expect(verdict).toMatchObject({
      allowed: true,
      call: { kind: 'container', method, container: id, rest, withInput },
    })
  })

  test('DELETE, by id and by name', () => {
    expect(judged('DELETE', `/containers/${id}?force=true&v=true`)).toMatchObject({
      call: { action: 'remove', method: 'DELETE', container: id, rest: '?force=true&v=true' },
    })
    expect(judged('DELETE', '/containers/aika-run-tg-1-2')).toMatchObject({
      call: { container: 'aika-run-tg-1-2', rest: '' },
    })
  })
})

describe('what it never asks for', () => {
  const calls = [
    `POST /containers/${id}/exec`,
    `POST /exec/${id}/start`,
    `GET /exec/${id}/json`,
    `POST /containers/${id}/update`,
    `POST /containers/${id}/copy`,
    `POST /containers/${id}/restart`,
    `POST /containers/${id}/stop`,
    `POST /containers/${id}/pause`,
    `POST /containers/${id}/unpause`,
    `POST /containers/${id}/resize?h=1&w=1`,
    `GET /containers/${id}/archive?path=/`,
    `PUT /containers/${id}/archive?path=/`,
    `HEAD /containers/${id}/archive?path=/`,
    `GET /containers/${id}/export`,
    `GET /containers/${id}/top`,
    `GET /containers/${id}/stats`,
    `GET /containers/${id}/changes`,
    `GET /containers/${id}/attach/ws?stream=1`,
    'POST /containers/prune',
    'DELETE /containers/prune/x',
    'POST /commit?container=x',
    'POST /build',
    'POST /build/prune',
    'POST /session',
    'POST /grpc',
    'POST /auth',
    'GET /events',
    'GET /system/df',
    'GET /images/json',
    'POST /images/create?fromImage=x',
    'POST /images/load',
    'GET /images/get?names=x',
    'GET /images/aika-service:latest/json',
    'DELETE /images/agent-sandbox-runner:latest',
    'POST /images/agent-sandbox-runner:latest/tag?repo=x',
    'GET /volumes',
    'POST /volumes/create',
    'GET /networks',
    'POST /networks/create',
    `POST /networks/aika_inside/connect`,
    'GET /swarm',
    'POST /swarm/init',
    'GET /nodes',
    'GET /services',
    'POST /services/create',
    'GET /secrets',
    'GET /configs',
    'GET /plugins',
    'POST /plugins/pull?remote=x',
    'GET /distribution/x/json',
    'POST /_ping',
    'HEAD /_ping',
    'DELETE /info',
    'OPTIONS /info',
    'TRACE /info',
    'CONNECT engine:80',
  ]
  const twisted = [
    'GET /v1.41/info',
    'GET /v1.41/_ping',
    `GET /v1.41/containers/${id}/json`,
    'POST /v1.41/containers/create?name=x',
    'GET //info',
    'GET /info/',
    'GET /./info',
    'GET /x/../info',
    'GET /%69nfo',
    'GET /INFO',
    'GET /info?x=1',
    'GET /info#x',
    'GET http://engine/info',
    'GET info',
    'GET *',
    `GET /containers/${id}/json/`,
    `GET /containers//${id}/json`,
    `GET /containers/${id}//json`,
    `GET /containers/${id}/../${id}/json`,
    'GET /containers/../info/json',
    'GET /containers/./json',
    'GET /containers/%2e%2e/json',
    'GET /containers/%2e%2e%2finfo/json',
    `GET /containers/${id}%2fjson`,
    `GET /containers/${id}%00/json`,
    `GET /containers/${id}/json?size=1`,
    'GET /containers/-x/json',
    'GET /containers/.x/json',
    'GET /containers/x y/json',
    `GET /containers/${'x'.repeat(201)}/json`,
    `GET /containers/${id}\\json`,
    `GET /containers/${id};x/json`,
    `POST /containers/${id}/constructor`,
    `POST /containers/${id}/start?detachKeys=x`,
    `POST /containers/${id}/kill?signal=STOP`,
    `POST /containers/${id}/wait`,
    `POST /containers/${id}/start?checkpoint=x&checkpoint-dir=/etc`,
    `POST /containers/${id}/attach?logs=1`,
    `POST /containers/${id}/attach?stream=1&stream=0`,
    `POST /containers/${id}/attach?stream=yes`,
    `POST /containers/${id}/attach?__proto__=1`,
    `GET /containers/${id}/logs?since=1`,
    `POST /containers/${id}/rename`,
    `POST /containers/${id}/rename?name=aika-executor-1`,
    `POST /containers/${id}/rename?name=other-run-x`,
    `POST /containers/${id}/rename?name=aika-ready-0123456789abcdef`,
    `POST /containers/${id}/rename?name=aika-run-`,
    `POST /containers/${id}/rename?name=aika-run-a%2Fb`,
    `POST /containers/${id}/rename?name=aika-run-a%20b`,
    `POST /containers/${id}/rename?name=aika-run-${'x'.repeat(130)}`,
    `POST /containers/${id}/rename?name=aika-run-x&name=redis`,
    `DELETE /containers/${id}?link=1`,
    `DELETE /containers/${id}?force=true&v=true&x=1`,
    'POST /containers/create/',
    'POST /containers//create?name=aika-ready-0123456789abcdef',
    'GET /containers/create',
    'GET /containers/json',
    'GET /containers/json?all=1',
    `GET /containers/json?all=1&filters=${encodeURIComponent('{}')}`,
    `GET /containers/json?filters=${encodeURIComponent('{"label":["aika.owner=other"]}')}`,
    `GET /containers/json?filters=${encodeURIComponent('{"label":["aika.owner"]}')}`,
    `GET /containers/json?filters=${encodeURIComponent('{"label":["aika.owner=aika"],"Label":["x"]}')}`,
    `GET /containers/json?filters=${ourLabel}&filters=${encodeURIComponent('{}')}`,
    `GET /containers/json?filters=${ourLabel}&size=1`,
    'GET /images/agent-sandbox-runner:latest/../../info/json',
    'GET /images/agent-sandbox-runner%3Alatest/json',
  ]

  test.each([...calls, ...twisted])('%s: refused', (call) => {
    const at = call.indexOf(' ')

    expect(judged(call.slice(0, at), call.slice(at + 1))).toEqual({
      allowed: false,
      reason: expect.stringMatching(/\w+ \w+ \w+/),
    })
  })
})
