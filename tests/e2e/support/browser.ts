import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'

/** Debian's Chromium, or the one that CHROMIUM names. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** It talks to nobody but the page it is given. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

/** Where screenshots go: SCREENSHOT_DIR, or a folder of this checkout that Git does not see. */
const screenshots = process.env['SCREENSHOT_DIR'] ?? '.aika/screenshots'

/** Saves what the page shows as `<name>.png`. @returns the file. */
export async function screenshot(page: Page, name: string): Promise<string> {
  await mkdir(screenshots, { recursive: true })
  const file = path.join(screenshots, `${name}.png`)
  await page.screenshot({ path: file, animations: 'disabled' })
  return file
}

/** A file as it lies on a person's disk. */
export interface FileOnDisk {
  name: string
  mimeType: string
  buffer: Buffer
}

/** The demo page as somebody uses it, with mouse, keyboard and files. */
export class DemoPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' })
  }

  get send(): Locator {
    return this.page.getByRole('button', { name: 'Send', exact: true })
  }

  /** Messages of the bot, oldest first; a draft is none. */
  get heard(): Locator {
    return this.page.locator('article.row:not(.mine):not(.draft)')
  }

  get said(): Locator {
    return this.page.locator('article.row.mine')
  }

  get draft(): Locator {
    return this.page.locator('#draft')
  }

  async speakAs(name: 'Ray' | 'Alice'): Promise<void> {
    // By the name alone: the row shows the chat's last message too.
    const row = this.page.locator('.person', { has: this.page.locator('b', { hasText: name }) })
    await row.click()
    await row.and(this.page.locator('[aria-current="true"]')).waitFor()
  }

  async writes(text: string): Promise<void> {
    await this.box.fill(text)
    await this.box.press('Enter')
  }

  /** Chooses files as the file dialogue would, without sending them yet. */
  async attaches(...files: FileOnDisk[]): Promise<void> {
    await this.page.locator('#files').setInputFiles(files)
  }

  /** The newest message of the bot with that text, once it is there. */
  async hears(text: string | RegExp, timeoutMs = 60_000): Promise<Locator> {
    const message = this.heard.filter({ hasText: text }).last()
    await message.waitFor({ timeout: timeoutMs })
    return message
  }

  /** Writes, and waits for a message that was not there before. */
  async asks(text: string, answer: string | RegExp, timeoutMs = 60_000): Promise<Locator> {
    const matching = this.heard.filter({ hasText: answer })
    const before = await matching.count()
    await this.writes(text)
    const message = matching.nth(before)
    await message.waitFor({ timeout: timeoutMs })
    return message
  }
}

/** Starts the browser; also outside of Jest. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags, headless: true })
}

/** A fresh window on the demo page, once it is live. `complain` gets every error of the page, its policy's too. */
export async function openDemo(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  complain: (what: string) => void = () => undefined,
): Promise<DemoPage> {
  const context = await browser.newContext({ viewport: { width: 1_200, height: 860 }, ...options })
  const page = await context.newPage()
  page.on('pageerror', (error) => complain(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complain(message.text())
  })
  await page.goto(url)
  await page.locator('#live[data-on="yes"]').waitFor()
  return new DemoPage(page)
}

export interface TestBrowser {
  open(options?: BrowserContextOptions): Promise<DemoPage>
}

/** One browser for a file of tests. Whatever the page complains about fails the test. */
export function useBrowser(url: () => string): TestBrowser {
  let browser: Browser
  const complaints: string[] = []

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()))
    expect(complaints.splice(0)).toEqual([])
  })
  afterAll(() => browser.close())

  return { open: (options) => openDemo(browser, url(), options, (what) => complaints.push(what)) }
}
