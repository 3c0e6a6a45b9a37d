// Makes the README's pictures from a demo that nobody has talked to yet: node scripts/screenshots.ts http://localhost:8090
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser, openDemo, type DemoPage } from '../tests/e2e/support/browser.ts'

const into = path.join(import.meta.dirname, '../docs/screenshots')
const url = process.argv[2] ?? 'http://localhost:8090'
const viewport = { width: 880, height: 800 }

async function picture(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 320, height: 220 } })
  await page.setContent(
    '<body style="margin:0;display:grid;place-items:center;height:100vh;font-size:110px;background:linear-gradient(#8ec5fc,#e0c3fc)">🐈</body>',
  )
  const bytes = await page.screenshot()
  await page.close()
  return bytes
}

async function shoot(demo: DemoPage, name: string): Promise<void> {
  await demo.page.screenshot({ path: path.join(into, `${name}.png`), animations: 'disabled' })
}

await mkdir(into, { recursive: true })
const browser = await launchBrowser()
try {
  const demo = await openDemo(browser, url, { viewport })
  await demo.asks('write files/todo.md: buy oat milk', 'I wrote')
  await demo.attaches({ name: 'cat.png', mimeType: 'image/png', buffer: await picture(browser) })
  await demo.asks('what is this?', 'I see an image')
  await demo.asks('send me files/todo.md', 'Here is')
  await shoot(demo, 'files')

  await demo.asks('write files/todo.md: buy soy milk', 'Waits for your answer')
  await shoot(demo, 'approval')

  await demo.asks('remind me tomorrow at 9 to call the bank', 'I will remind you. ')
  await shoot(demo, 'reminder')

  await demo.writes('run: for n in 1 2 3; do echo step $n; sleep 20; done')
  const stop = demo.page.getByRole('button', { name: 'Stop' })
  await stop.waitFor()
  await demo.page.waitForTimeout(5_000)
  await shoot(demo, 'stop')
  await stop.click()
  await demo.hears('Stopped')
} finally {
  await browser.close()
}
