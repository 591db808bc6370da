-- Counts the changes of what replicas keep in memory. A change is counted in its own transaction, so that whoever reads
-- the count has read everything that was committed by then.
create table snapshot_versions (
  name text not null primary key,
  version bigint not null
);
