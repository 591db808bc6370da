-- Which subscription a tenant's usage was billed to when: payers go by the hour of use, also where usage arrives months later. A row is closed, never
-- removed. Times are unix milliseconds, UTC. What was mapped before there were periods counts as mapped all along, as it did then.
create table registration_customer_periods (
  resource_key text not null,
  tenant_id text not null,
  from_at bigint not null,
  to_at bigint null,
  subscription_id text not null,
  primary key (resource_key, tenant_id, from_at)
);
insert into registration_customer_periods (resource_key, tenant_id, from_at, to_at, subscription_id)
select resource_key, tenant_id, 0, null, subscription_id from registration_customers;
