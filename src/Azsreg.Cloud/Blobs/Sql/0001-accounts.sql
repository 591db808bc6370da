-- The key that signs links to blobs, encrypted at rest.
create table blob_accounts (
  name text not null primary key,
  sealed_key text not null,
  created_at bigint not null
);
