-- 1 from the making of a service principal (New-AzureBridgeServicePrincipal) until an activation comes or goes: the registration token of the time
-- between is one that the principal was made for.
alter table bridge_identities add column awaits_registration bigint not null default 0;
