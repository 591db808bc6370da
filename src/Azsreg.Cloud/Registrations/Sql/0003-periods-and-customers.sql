-- Which registration a stamp had when, and how it was billed: usage is attributed by the hour it was used in, also when it arrives months later.
-- A row is closed, never removed, when its registration is deleted or changed. Times are unix milliseconds, UTC.
create table registration_periods (
  cloud_key text not null,
  from_at bigint not null,
  to_at bigint null,
  subscription_key text not null,
  resource_key text not null,
  billing_model text not null,
  primary key (cloud_key, from_at)
);
insert into registration_periods (cloud_key, from_at, to_at, subscription_key, resource_key, billing_model)
select cloud_key, created_at, null, subscription_key, resource_key, billing_model from registrations;

-- Customer subscriptions: one for each tenant of a registration.
create table registration_customers (
  resource_key text not null,
  tenant_id text not null,
  subscription_id text not null,
  etag text not null,
  primary key (resource_key, tenant_id),
  unique (resource_key, subscription_id)
);

-- Subscriptions whose registrations may have customer subscriptions: Microsoft approves them one by one.
create table multi_tenancy_approvals (
  subscription_key text not null primary key,
  approved_at bigint not null
);

-- The partner (CSP) a subscription was bought from, where that is known.
create table subscription_partners (
  subscription_key text not null primary key,
  partner_id text not null
);
