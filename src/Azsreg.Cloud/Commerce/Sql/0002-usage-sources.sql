-- The texts of records come again every hour: each is kept once, and a record names it by its number. Numbers are given in the order of arrival, so that
-- the records of an hour lie in the order of their sources and a list of them is read in pages. Keys are 128 bits of a SHA-256 that SQL cannot compute;
-- what was here before this script gets its key when its stamp reports next.

-- How many sources and details a stamp has, and a hash chain over them: a memory of them is good while it ends at the same link.
alter table usage_stamps add column sources bigint not null default 0;
alter table usage_stamps add column details bigint not null default 0;
alter table usage_stamps add column chain bigint not null default 0;

-- A resource with one of its meters; with hour and revision it is the record's identity.
create table usage_sources (
  stamp bigint not null,
  source bigint not null,
  key_high bigint null,
  key_low bigint null,
  resource text not null,
  meter_key text not null,
  primary key (stamp, source)
);
create unique index usage_sources_by_key on usage_sources (stamp, key_high, key_low);

-- All else that records share: to whom they are billed, as was decided when they came, and what the stamp says of them.
create table usage_details (
  stamp bigint not null,
  details bigint not null,
  key_high bigint null,
  key_low bigint null,
  subscription_key text not null,
  billing_model text not null,
  local_subscription text not null,
  local_tenant text null,
  location text not null,
  tags text null,
  additional_info text null,
  primary key (stamp, details)
);
create unique index usage_details_by_key on usage_details (stamp, key_high, key_low);

insert into usage_sources (stamp, source, resource, meter_key)
select stamp, row_number() over (partition by stamp order by resource_key, meter_key), resource, meter_key
from (select stamp, lower(resource) as resource_key, meter_key, min(resource) as resource from usage_records group by stamp, lower(resource), meter_key) as known;

insert into usage_details (stamp, details, subscription_key, billing_model, local_subscription, local_tenant, location, tags, additional_info)
select stamp, row_number() over (partition by stamp order by subscription_key, local_subscription), subscription_key, billing_model, local_subscription, local_tenant, location,
  tags, additional_info
from (select distinct stamp, subscription_key, billing_model, local_subscription, local_tenant, location, tags, additional_info from usage_records) as known;

update usage_stamps set
  sources = (select count(*) from usage_sources where usage_sources.stamp = usage_stamps.stamp),
  details = (select count(*) from usage_details where usage_details.stamp = usage_stamps.stamp);
