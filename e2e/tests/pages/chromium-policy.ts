import { spawnSync } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Chromium's own, and that of the branded Chrome. */
const POLICY_FOLDERS = ['chromium/policies/managed', 'opt/chrome/policies/managed']

/** May this user make a mount namespace? Containers often forbid it. */
export const canSetPolicies = (): boolean =>
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0

/**
 * A program that starts `program` with this policy. Chromium reads policies below `/etc` only: the program gets an
 * `/etc` of its own, in a mount namespace, and the machine's stays as it is.
 */
export const withPolicy = async (program: string, folder: string, policy: object): Promise<string> => {
  const etc = join(folder, 'etc')
  for (const policies of POLICY_FOLDERS) {
    await mkdir(join(etc, policies), { recursive: true })
    await writeFile(join(etc, policies, 'studylink.json'), JSON.stringify(policy))
  }
  const mounts = join(folder, 'mounts')
  await mkdir(mounts)
  const starter = join(folder, 'chromium-with-policy')
  // On a tmpfs, because a container's own root may be an overlay, which takes no other on top.
  await writeFile(
    starter,
    `#!/bin/sh
exec unshare --user --map-root-user --mount sh -ec '
  mount -t tmpfs tmpfs "${mounts}"
  mkdir "${mounts}/work"
  cp -r "${etc}" "${mounts}/etc"
  mount -t overlay overlay -o "lowerdir=/etc,upperdir=${mounts}/etc,workdir=${mounts}/work" /etc
  exec "$@"
' sh "${program}" "$@"
`,
  )
  await chmod(starter, 0o755)
  return starter
}
