alter table things add column amount bigint not null default 0;
insert into things (id) values ('a');
