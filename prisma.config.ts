import { defineConfig } from 'prisma/config'

/** Only for `prisma generate`: migrations are applied by packages/store, without the CLI. */
export default defineConfig({ schema: 'prisma/schema.prisma' })
