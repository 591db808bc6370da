-- What the sample data was last seeded with (encrypted), to see whether a start comes with another password.
create table sample_state (
  name text not null primary key,
  value text not null
);
