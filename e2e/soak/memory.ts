import { readFile } from 'node:fs/promises'

const PAGE_BYTES = 4096

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

/** Resident memory of a process and of those that it started, in megabytes (proc(5)). */
export async function residentMegabytes(pid: number): Promise<number> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  const own = (Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES) / 1e6
  const others = await Promise.all((await childrenOf(pid)).map(residentMegabytes))
  return others.reduce((sum, one) => sum + one, own)
}
