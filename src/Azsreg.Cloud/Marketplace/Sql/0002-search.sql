-- A search reads this index only, not the rows with their long texts.
create index marketplace_products_search on marketplace_products (product_key, kind, search_text);
