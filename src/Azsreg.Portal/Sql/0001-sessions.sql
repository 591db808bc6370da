-- Sessions of people who signed in. The content (who, tokens) is sealed; the id is the hash of what the browser holds.
create table sessions (
    id      text   not null primary key,
    content text   not null,
    seen_at bigint not null,
    ends_at bigint not null
);
