-- The audit is read newest first, by key.
create index audit_by_time on audit (at, id);

-- What became of each batch, kept when the batch itself is let go: the number, how large it was, when it was sent, and what commerce answered.
-- A batch whose records wait again (another activation, or too large to be taken) is withdrawn; its number may be given anew.
create table usage_ledger (
    batch_no         bigint not null primary key,
    activation_id    text   not null,
    number           bigint not null,
    record_count     bigint not null,
    bytes            bigint not null,
    sealed_at        text   not null,
    sent_at          text,
    attempts         bigint not null default 0,
    file_number      bigint,
    acknowledged_at  text,
    is_withdrawn     bigint not null default 0,
    accepted         bigint not null default 0,
    repeated         bigint not null default 0,
    not_reported     bigint not null default 0,
    refused          bigint not null default 0
);
create index usage_ledger_by_age on usage_ledger (sealed_at);

insert into usage_ledger (batch_no, activation_id, number, record_count, bytes, sealed_at, file_number)
select batch_no, activation_id, number, record_count, length(content), sealed_at, file_number from usage_batches;
