-- Records by the numbers of their texts: a tenth of what they took with them. The key goes with the time of use, so that it grows at its end.
alter table usage_records rename to usage_records_wide;

create table usage_records (
  stamp bigint not null,
  hour bigint not null,
  source bigint not null,
  revision bigint not null,
  details bigint not null,
  received_hour bigint not null,
  hash_high bigint not null,
  hash_low bigint not null,
  quantity bigint not null,
  reported_at bigint not null,
  primary key (stamp, hour, source, revision)
);

insert into usage_records (stamp, hour, source, revision, details, received_hour, hash_high, hash_low, quantity, reported_at)
select r.stamp, r.hour, s.source, r.revision, d.details, r.received_hour, r.hash_high, r.hash_low, r.quantity, r.reported_at
from usage_records_wide r
join usage_sources s on s.stamp = r.stamp and s.meter_key = r.meter_key and lower(s.resource) = lower(r.resource)
join usage_details d on d.stamp = r.stamp and d.local_subscription = r.local_subscription and d.subscription_key = r.subscription_key
  and d.billing_model = r.billing_model and d.location = r.location and d.local_tenant is not distinct from r.local_tenant
  and d.tags is not distinct from r.tags and d.additional_info is not distinct from r.additional_info
order by r.stamp, r.hour, s.source, r.revision;

drop table usage_records_wide;
