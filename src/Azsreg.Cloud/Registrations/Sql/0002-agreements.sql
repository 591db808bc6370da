-- Agreements are known by number, cores and term; a number that is not here is refused. Null cores: no bound was entered.
alter table registration_agreements add column cores bigint null;
create index registrations_by_agreement on registrations (subscription_key, agreement_number);
