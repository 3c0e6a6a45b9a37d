import { distanceBetween } from './distance-between.ts'

test.each([
  ['bicycle', 'bicycle', 0],
  ['bycicle', 'bicycle', 2],
  ['brithday', 'birthday', 1],
  ['helo', 'hello', 1],
  ['cats', 'cat', 1],
  ['cat', 'elephant', 3],
  ['', 'ab', 2],
])('%s and %s: %d', (a, b, distance) => {
  expect(distanceBetween(a, b, 2)).toBe(distance)
  expect(distanceBetween(b, a, 2)).toBe(distance)
})
