-- Items that are on the stamp, on their way to it, or stopped on that way. Only those in the state Succeeded are listed.
create table marketplace_items (
    name          text   not null primary key,
    product       text   not null,
    details       text,
    state         text   not null,
    size          bigint not null,
    changed_at    text   not null
);

-- The files of an item that is whole. Content lies once under its hash, however many items have it.
create table marketplace_item_files (
    item    text   not null references marketplace_items (name) on delete cascade,
    part    text   not null,
    sha256  text   not null,
    length  bigint not null,
    primary key (item, part)
);
create index marketplace_item_files_by_content on marketplace_item_files (sha256);

create table marketplace_operations (
    id           text   not null primary key,
    product      text   not null,
    kind         text   not null,
    status       text   not null,
    channel      text   not null,
    caller_id    text   not null,
    caller       text   not null,
    needs        text   not null,
    started_at   text   not null,
    ended_at     text,
    bytes_done   bigint not null,
    bytes_total  bigint not null,
    error        text
);
-- One at a time for an item, held by the store.
create unique index marketplace_operations_one_running on marketplace_operations (product) where status = 'InProgress';
create index marketplace_operations_by_product on marketplace_operations (product, started_at);

-- Content that was uploaded for an import, kept for a while until an item names it.
create table marketplace_uploads (
    sha256        text   not null primary key,
    length        bigint not null,
    committed_at  text   not null
);
