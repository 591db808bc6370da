create table subscriptions (
    id             text   not null primary key,
    tenant_id      text   not null,
    display_name   text   not null,
    state          text   not null,
    quota_id       text   not null,
    spending_limit text   not null,
    created_at     bigint not null
);

create index subscriptions_tenant on subscriptions (tenant_id, id);
