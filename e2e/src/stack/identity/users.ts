/** The sample people of the stack: the same users, roles and claims as the deployment's Keycloak realm. */
export interface SampleUser {
  readonly username: string
  /** `sub` of its tokens. */
  readonly accountId: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly roles: readonly string[]
}

/** Of all sample users. Anybody may know it: the stack is for one's own machine. */
export const SAMPLE_PASSWORD = 'change-me'

export const sampleUsers: readonly SampleUser[] = [
  {
    username: 'admin',
    accountId: '6a1c1a39-5e8a-4c55-9b55-a37d41de0001',
    firstName: 'Ada',
    lastName: 'Admin',
    email: 'admin@hospital.example',
    roles: ['admin-role'],
  },
  {
    username: 'doctor',
    accountId: '6a1c1a39-5e8a-4c55-9b55-a37d41de0002',
    firstName: 'Dora',
    lastName: 'Doctor',
    email: 'doctor@hospital.example',
    roles: ['doctor-role'],
  },
  {
    username: 'external',
    accountId: '6a1c1a39-5e8a-4c55-9b55-a37d41de0003',
    firstName: 'Emil',
    lastName: 'External',
    email: 'external@practice.example',
    roles: ['external-role'],
  },
]

/** Claims of the user, as Keycloak writes them into access and ID tokens. */
export const claimsOf = ({ accountId, username, firstName, lastName, email, roles }: SampleUser) => ({
  sub: accountId,
  name: `${firstName} ${lastName}`,
  preferred_username: username,
  given_name: firstName,
  family_name: lastName,
  email,
  email_verified: true,
  realm_access: { roles: [...roles] },
})
