-- Subscriptions of tenants on this stamp, as far as usage was reported for them. A deleted one stays, and can be asked for.
create table tenant_subscriptions (
    subscription_id  text   not null primary key,
    tenant_id        text,
    display_name     text   not null,
    is_sample        bigint not null,
    created_at       text   not null,
    deleted_at       text
);

-- What a record says of its resource, kept once: a resource reports the same of itself every hour. A change of tags or size is another row.
create table usage_resources (
    resource_no      integer primary key,
    fingerprint      text not null unique,
    subscription_id  text not null,
    tenant_id        text,
    resource_uri     text not null,
    location         text not null,
    tags             text,
    additional_info  text
);

-- One row a record, which is never changed but for where it stands: 0 waiting, 1 in a batch, 2 acknowledged, 3 refused. Hours count from 1970,
-- report times are its milliseconds, amounts are in billionths. The rows that are not acknowledged are the outbox: record and outbox cannot come apart.
create table usage_records (
    seq            integer primary key autoincrement,
    record_id      text   not null unique,
    resource_no    bigint not null references usage_resources (resource_no),
    meter_id       text   not null,
    usage_hour     bigint not null,
    revision       bigint not null,
    quantity       bigint not null,
    reported_at    bigint not null,
    reported_hour  bigint generated always as (reported_at / 3600000) virtual,
    state          bigint not null default 0,
    batch_no       bigint
);
create index usage_records_waiting on usage_records (seq) where state = 0;
create index usage_records_in_batch on usage_records (batch_no, seq) where state = 1;
create index usage_records_refused on usage_records (seq) where state = 3;
create index usage_records_by_report on usage_records (reported_hour, resource_no, meter_id, usage_hour);
create index usage_records_by_hour on usage_records (usage_hour, resource_no, meter_id);

-- What was reported within a day, by the day it was used: what the usage API answers for Daily. A sum that is too large would become a real.
create table usage_daily (
    reported_day  bigint not null,
    resource_no   bigint not null,
    meter_id      text   not null,
    usage_day     bigint not null,
    quantity      bigint not null check (typeof(quantity) = 'integer'),
    primary key (reported_day, resource_no, meter_id, usage_day)
) without rowid;

-- The last batch of each activation: the next one goes on from its number and its hash.
create table usage_chains (
    activation_id  text   not null primary key,
    last_number    bigint not null,
    last_hash      text   not null
);

-- Batches that are not acknowledged yet, as they are sent: the same bytes however often.
create table usage_batches (
    batch_no       integer primary key autoincrement,
    activation_id  text   not null,
    number         bigint not null,
    previous       text   not null,
    hash           text   not null,
    record_count   bigint not null,
    content        blob   not null,
    sealed_at      text   not null,
    file_number    bigint,
    unique (activation_id, number)
);

-- Why commerce refused a record; the record itself stays.
create table usage_refusals (
    seq         bigint not null primary key references usage_records (seq),
    code        text   not null,
    message     text   not null,
    refused_at  text   not null
);

-- How the bridge's last attempts went.
create table usage_bridge (
    singleton        bigint not null primary key check (singleton = 1),
    acknowledged_at  text,
    failed_at        text,
    failure_code     text,
    failure_message  text,
    is_refused       bigint not null default 0,
    failures         bigint not null default 0,
    retry_at         text
);

-- Files of batches that are carried out of the house; each names the hash of the one before. Until it is acknowledged a file keeps its bytes, as it
-- may get lost on the way.
create table usage_files (
    number           bigint not null primary key,
    hash             text   not null,
    batch_count      bigint not null,
    record_count     bigint not null,
    content          blob,
    made_at          text   not null,
    acknowledged_at  text
);

-- The seeded generator of sample usage, where one was started.
create table sample_workload (
    singleton     bigint not null primary key check (singleton = 1),
    seed          bigint not null,
    tenants       bigint not null,
    first_hour    bigint not null,
    done_through  bigint not null,
    is_running    bigint not null,
    started_at    text   not null,
    stopped_at    text
);
