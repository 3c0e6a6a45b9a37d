import { mentionsShared } from './shared-words.ts'

describe('the shared folder in a person’s own words (F-PERM 1)', () => {
  test.each([
    'what is in the shared folder?',
    'положи это в общую папку',
    'поклади у спільну теку',
    'leg es in den gemeinsamen Ordner',
    'ponlo en la carpeta compartida',
    'ponha na pasta compartilhada',
    'mets-le dans le dossier partagé',
    'mettilo nella cartella condivisa',
    'zet het in de gedeelde map',
  ])('%s', (words) => expect(mentionsShared(words)).toBe(true))

  test.each([
    'read my notes',
    'she had a share in it',
    'в общем, прочитай заметки',
    'в общей сложности три',
    'wir gehen gemeinsam',
    '',
  ])('not: %s', (words) => expect(mentionsShared(words)).toBe(false))
})
