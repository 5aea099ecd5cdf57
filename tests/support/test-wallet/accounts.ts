// Accounts of the test wallet: public development keys, worthless everywhere.

export const TEST_PASSWORD = 'only for tests';

export const TEST_ACCOUNTS = [
  { name: 'Alice', suri: '//Alice', type: 'sr25519' },
  { name: 'Bob', suri: '//Bob', type: 'ed25519' },
  { name: 'Ethel', suri: '//Ethel', type: 'ecdsa' },
] as const;
