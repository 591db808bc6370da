-- Which replica runs an operation, and until when the others take it to be alive. Null: nobody's, as of before there were replicas.
alter table arm_operations add column lease_owner text null;
alter table arm_operations add column leased_until bigint null;
