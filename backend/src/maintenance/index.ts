/** What an administrator does to the store beside the running service. */
export { runBackup } from './backup-command.ts'
export { runRevoke } from './revoke-command.ts'
