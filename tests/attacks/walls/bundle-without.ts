// Bundles a service as scripts/build.ts does, with one line of its source replaced; the wall comes as JSON. A process of
// its own, as esbuild does not run within Jest.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'esbuild'
import { bundle, entriesOf, root } from '../../../scripts/bundle.ts'
import type { Wall } from './wall.ts'

const [json = '', into = ''] = process.argv.slice(2)
const { service, file, find, replace } = JSON.parse(json) as Wall
const source = readFileSync(path.join(root, file), 'utf8')
const count = source.split(find).length - 1
if (count !== 1) throw new Error(`${file} holds ${JSON.stringify(find)} ${count} times, and not once`)

let isPart = false
const without: Plugin = {
  name: 'without-a-wall',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: loaded }) => {
      if (loaded !== path.join(root, file)) return undefined
      isPart = true
      return { contents: source.replace(find, () => replace), loader: 'ts' }
    })
  },
}
await bundle(Object.fromEntries(entriesOf(service)), into, [without])
if (!isPart) throw new Error(`${service} does not use ${file}`)
