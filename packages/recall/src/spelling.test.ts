import { nearest } from './spelling.ts'

describe('words with an error in them', () => {
  test('the nearest, one error in a short word, two in a long one; equal ones by alphabet', () => {
    expect(nearest('brithday', ['birthday', 'birthdays', 'bright'])).toEqual(['birthday'])
    expect(nearest('hause', ['cause', 'house', 'horse', 'hose'])).toEqual(['cause', 'house'])
    expect(nearest('conferense', ['conference', 'confidence'])).toEqual(['conference'])
    expect(nearest('moon', ['spoon', 'mountain'])).toEqual([])
  })
})
