/** What is known not to hold, and why that is lived with. An entry that holds after all fails the test: take it out. */
export const notHeld: Readonly<Record<string, string>> = {
  'work-mount-flags':
    'A bind mount has the flags of the disk it lies on, and the engine sets no others. No setuid bit can be set and no' +
    ' device made in a sandbox, both gain nothing under `no-new-privileges`, and services refuse such files' +
    ' (`setuid-by-every-way`, `devices-by-every-way`). A disk for `data/` that is mounted `nosuid,nodev` has the flags.',
}
