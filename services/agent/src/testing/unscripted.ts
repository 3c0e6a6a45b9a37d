/** A port that nobody expects to be used: whatever is called of it fails and says what it was. */
export function unscripted<Port extends object>(name: string): Port {
  return new Proxy({} as Port, {
    get: (_target, method) => () => {
      throw new Error(`${name}.${String(method)} was not expected`)
    },
  })
}
