-- What was run from the portal, as it is shown: the document holds the steps. Newest first by the id, which is a UUIDv7.
create table portal_work (
    id       text not null primary key,
    person   text not null,
    running  bigint not null,
    document text not null);
