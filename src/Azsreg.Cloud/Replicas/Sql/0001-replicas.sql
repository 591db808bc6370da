-- Something sealed by the first replica's secret key; a replica that cannot open it has another key.
create table replica_secret_key (
  singleton bigint not null primary key check (singleton = 1),
  proof text not null
);
