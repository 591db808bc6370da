-- The catalogue: one row a product version. Pages go by product_key, which is the name in lower case.
create table marketplace_products (
  product_key text not null primary key,
  name text not null,
  kind text not null,
  version text not null,
  minimum_stamp_version text null,
  -- Comma-separated compatibility issues a registration must not have.
  requirements text not null,
  -- Display name, publisher, offer and description in lower case, for the search.
  search_text text not null,
  -- The product's properties as they are answered, without what depends on the registration or on our own address.
  properties text not null,
  -- The extended details (listDetails) in the same way.
  details text not null
);
