create table arm_operations (
    id              text   not null primary key,
    subscription_id text   not null,
    kind            text   not null,
    input           text   not null,
    status          text   not null,
    started_at      bigint not null,
    ended_at        bigint,
    result_status   bigint,
    result_body     text,
    error           text
);

create index arm_operations_status on arm_operations (status, id);
