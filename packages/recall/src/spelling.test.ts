import { distanceBetween, nearest } from './spelling.ts'

describe('words with an error in them', () => {
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

  test('the nearest, one error in a short word, two in a long one; equal ones by alphabet', () => {
    expect(nearest('brithday', ['birthday', 'birthdays', 'bright'])).toEqual(['birthday'])
    expect(nearest('hause', ['cause', 'house', 'horse', 'hose'])).toEqual(['cause', 'house'])
    expect(nearest('conferense', ['conference', 'confidence'])).toEqual(['conference'])
    expect(nearest('moon', ['spoon', 'mountain'])).toEqual([])
  })
})
