create table own_things (engine text not null);
insert into own_things (engine) values ('Sqlite');
