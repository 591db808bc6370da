-- Registrations, keyed by cloud id: a stamp has one registration at most, and a registration one stamp.
-- Ids and names that are compared lie in lower case beside the text as it was last written. Times are unix milliseconds, UTC.
create table registrations (
  cloud_key text not null primary key,
  cloud_id text not null,
  -- The whole resource id in lower case; lists go by it.
  resource_key text not null unique,
  subscription_key text not null,
  group_key text not null,
  subscription_id text not null,
  resource_group text not null,
  name text not null,
  object_id text null,
  billing_model text not null,
  agreement_number text null,
  marketplace_syndication bigint not null,
  usage_reporting bigint not null,
  -- The token's fields as JSON: the activation key repeats them. Never answered.
  token_fields text not null,
  token_hash text not null,
  tags text not null,
  etag text not null,
  expires_at bigint null,
  created_at bigint not null,
  updated_at bigint not null
);
create index registrations_by_subscription on registrations (subscription_key, resource_key);
create index registrations_by_group on registrations (subscription_key, group_key, resource_key);

-- A stamp's public key, pinned at its first signed registration. Kept after the registration is deleted: whoever
-- comes with that cloud id later must still be the same stamp.
create table registration_stamp_keys (
  cloud_key text not null primary key,
  public_key text not null,
  pinned_at bigint not null
);

-- Tokens seen, by nonce: a token belongs to the registration it was first used for.
create table registration_tokens (
  cloud_key text not null,
  nonce text not null,
  token_hash text not null,
  resource_key text not null,
  used_at bigint not null,
  primary key (cloud_key, nonce)
);

-- Capacity agreements known to commerce; an unknown number is taken at its word for a year.
create table registration_agreements (
  subscription_key text not null,
  agreement_number text not null,
  ends_at bigint not null,
  primary key (subscription_key, agreement_number)
);

-- Keys that sign activation keys; the private part is encrypted. The newest signs, all are published.
create table activation_signing_keys (
  key_id text not null primary key,
  private_key text not null,
  public_key text not null,
  created_at bigint not null
);
