-- Usage as stamps report it. Ids and hashes of 128 bits lie in two numbers, hours and days are whole ones since 1970 (UTC), quantities billionths.

-- A short number for a cloud id, which every row of the growing tables starts with.
create table usage_stamps (
  cloud_key text not null primary key,
  stamp bigint not null unique
);

-- Batches and what was answered to them, word for word, so that a repeat gets the same.
create table usage_batches (
  stamp bigint not null,
  activation_id text not null,
  number bigint not null,
  hash text not null,
  answer text null,
  received_at bigint not null,
  primary key (stamp, activation_id, number)
);

-- Records. The key goes with the time of use, so that it grows at its end; it is all there is to search by.
create table usage_records (
  stamp bigint not null,
  hour bigint not null,
  id_high bigint not null,
  id_low bigint not null,
  hash_high bigint not null,
  hash_low bigint not null,
  -- To whom it is billed, as was decided when it came.
  subscription_key text not null,
  billing_model text not null,
  received_hour bigint not null,
  resource text not null,
  meter_key text not null,
  local_subscription text not null,
  local_tenant text null,
  location text not null,
  tags text null,
  additional_info text null,
  quantity bigint not null,
  revision bigint not null,
  reported_at bigint not null,
  primary key (stamp, hour, id_high, id_low)
);

-- Roll-ups. Commerce's clock says when something was reported to it: by that, not by the time of use, its readers ask.
-- The bound keeps a sum from becoming a floating-point number, which SQLite makes of one that is too large.
create table usage_hourly (
  stamp bigint not null,
  subscription_key text not null,
  received bigint not null,
  used bigint not null,
  meter_key text not null,
  local_subscription text not null,
  billing_model text not null,
  quantity bigint not null check (quantity between -9000000000000000000 and 9000000000000000000),
  records bigint not null,
  primary key (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model)
);
create table usage_daily (
  stamp bigint not null,
  subscription_key text not null,
  received bigint not null,
  used bigint not null,
  meter_key text not null,
  local_subscription text not null,
  billing_model text not null,
  quantity bigint not null check (quantity between -9000000000000000000 and 9000000000000000000),
  records bigint not null,
  primary key (stamp, subscription_key, received, used, meter_key, local_subscription, billing_model)
);

-- Which stamps ever reported usage of a subscription: readers know the subscription only.
create table usage_accounts (
  subscription_key text not null,
  stamp bigint not null,
  primary key (subscription_key, stamp)
);

-- Files that were carried over: the running number and the hash of the last one of each stamp.
create table usage_files (
  stamp bigint not null primary key,
  number bigint not null,
  hash text not null,
  imported_at bigint not null
);
