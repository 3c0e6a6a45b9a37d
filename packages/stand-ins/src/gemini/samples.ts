/** Fixed answers that show what can be rendered. */
export const formatting = `# What I can show

Text can be **bold**, *italic*, ~~struck~~ or \`code\`, and link to [the documentation](https://core.telegram.org/bots/api).

1. First this
2. Then that
   - with a detail

> A quote, for what somebody else said.

| file | lines |
|---|---:|
| main.py | 120 |
| util.py | 42 |

\`\`\`python
def greet(name: str) -> str:
    return f"Hello, {name} & friends <3"
\`\`\``

const names = ['the lighthouse keeper', 'a heron', 'the ferry', 'her brother', 'an old radio', 'the storm']
const deeds = ['waited for', 'wrote to', 'answered', 'lost sight of', 'remembered', 'found']

export function story(): string {
  const paragraphs = Array.from({ length: 18 }, (_, index) => {
    const sentences = Array.from({ length: 5 }, (_sentence, at) => {
      const who = names[(index + at) % names.length]!
      const deed = deeds[(index * 2 + at) % deeds.length]!
      const whom = names[(index + at * 3 + 1) % names.length]!
      return `${who.charAt(0).toUpperCase()}${who.slice(1)} ${deed} ${whom} on day ${index + 1}.`
    })
    return `**Chapter ${index + 1}.** ${sentences.join(' ')}`
  })
  return paragraphs.join('\n\n')
}
