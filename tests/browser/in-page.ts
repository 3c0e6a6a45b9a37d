import type { Page } from 'playwright-core'

/** What the page itself can tell, asked in its own language: the tests know no DOM types. */

/** Natural widths of all pictures that `selector` finds, once they are decoded; 0 for a broken one. */
export function widthsOfPictures(page: Page, selector: string): Promise<number[]> {
  return page.evaluate(`Promise.all([...document.querySelectorAll(${JSON.stringify(selector)})].map((image) =>
    image.decode().then(() => image.naturalWidth, () => 0)))`)
}

/** Drops a file onto the page, or pastes it into the text box. */
export async function giveFile(page: Page, way: 'drop' | 'paste', name: string, text: string): Promise<void> {
  await page.evaluate(`(() => {
    const data = new DataTransfer()
    data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'text/csv' }))
    const event = ${JSON.stringify(way)} === 'drop'
      ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      : new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
    document.getElementById('text').dispatchEvent(event)
  })()`)
}

/** How wide the whole page is, what sticks out included. */
export const pageWidth = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth')

/** The red of the page's ground and of its text, 0 to 255. */
export function redOfGroundAndText(page: Page): Promise<[number, number]> {
  return page.evaluate(`(() => {
    const { backgroundColor, color } = getComputedStyle(document.body)
    return [backgroundColor, color].map((value) => Number(/\\d+/.exec(value)[0]))
  })()`)
}
