-- Products with what they consist of. Before this script the table could hold the sample only, which is put in anew at the next start.
drop table marketplace_products;

create table marketplace_products (
  product_key text not null primary key,
  name text not null,
  -- The name without the version, in lower case.
  family_key text not null,
  kind text not null,
  version text not null,
  -- 'sample': its files are made when they are first asked for; 'folder': they were added with it.
  origin text not null,
  minimum_stamp_version text null,
  maximum_stamp_version text null,
  -- Comma-separated compatibility issues a registration must not have.
  requirements text not null,
  -- Comma-separated names of products and families that are needed first.
  dependencies text not null,
  -- Comma-separated sizes of its pictures.
  icons text not null,
  -- Display name, publisher, offer and description in lower case, for the search.
  search_text text not null,
  -- Bytes of all its files, pictures not counted.
  payload_length bigint not null,
  -- The product's properties as they are answered, without what depends on the registration or on our own address.
  properties text not null,
  -- The inner properties of listDetails, without the links.
  details text not null,
  added_at bigint not null
);

-- A search reads this index only, not the rows with their long texts.
create index marketplace_products_search on marketplace_products (product_key, kind, search_text);
create index marketplace_products_family on marketplace_products (family_key);

-- The files of products: names for content that lies in the blob store once, whoever uses it.
create table marketplace_files (
  product_key text not null,
  container text not null,
  name text not null,
  role text not null,
  position bigint not null,
  part_id text null,
  part_type text null,
  sha256 text not null,
  length bigint not null,
  content_type text not null,
  added_at bigint not null,
  primary key (product_key, container, name)
);
create index marketplace_files_content on marketplace_files (container, sha256);

-- Products that are no longer listed, so that who still asks for one is told.
create table marketplace_retired (
  product_key text not null primary key,
  name text not null,
  family_key text not null,
  version text not null,
  retired_at bigint not null
);
create index marketplace_retired_family on marketplace_retired (family_key);

-- What stamps told of their work with products. Bounded for each stamp.
create table marketplace_logs (
  cloud_key text not null,
  log_id text not null,
  product_id text not null,
  product_key text not null,
  subscription_id text not null,
  resource_group text not null,
  registration_name text not null,
  operation text null,
  status text null,
  error text null,
  details text null,
  started_at bigint not null,
  ended_at bigint null,
  primary key (cloud_key, log_id)
);
create index marketplace_logs_product on marketplace_logs (cloud_key, product_key, operation);
