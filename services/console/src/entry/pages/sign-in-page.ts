import { html } from './html.ts'
import { page } from './layout.ts'

export function signInPage(trouble?: string): string {
  const content = html`<main class="sign-in">
    <form method="post" action="/sign-in" class="card">
      <img src="/icon.svg" alt="" width="44" height="44" />
      <h1>Aika console</h1>
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        autofocus
      />
      ${trouble !== undefined && html`<p class="trouble" role="alert">${trouble}</p>`}
      <button>Sign in</button>
      <p class="hint">The password is in <code>.aika/secrets/console_password</code> on the server.</p>
    </form>
  </main>`
  return page('Sign in', content, { signedIn: false })
}
