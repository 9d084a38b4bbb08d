/** The store cannot answer now. Expected of any database: becomes 503, and nothing is granted meanwhile. */
export class StoreUnavailableError extends Error {
  readonly code = 'store-unavailable'
  /** The driver's own code, for the log: `SQLITE_BUSY`, `SQLITE_FULL` … */
  readonly causeCode: string

  constructor(causeCode: string, cause: unknown) {
    super('the store is not available', { cause })
    this.name = 'StoreUnavailableError'
    this.causeCode = causeCode
  }
}
