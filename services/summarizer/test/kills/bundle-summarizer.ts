// Bundles the service as an image has it, into a folder. A process of its own, as esbuild does not run within Jest.
import { bundle, entriesOf } from '../../../../scripts/bundle.ts'

const [into = ''] = process.argv.slice(2)
await bundle(Object.fromEntries(entriesOf('summarizer')), into)
