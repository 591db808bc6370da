create table provider_registrations (
    subscription_id text   not null,
    namespace_key   text   not null,
    wanted          bigint not null,
    changed_at      bigint not null,
    primary key (subscription_id, namespace_key)
);

create table resource_groups (
    subscription_id text   not null,
    name_key        text   not null,
    name            text   not null,
    location        text   not null,
    tags            text,
    managed_by      text,
    deleting        bigint not null,
    created_at      bigint not null,
    changed_at      bigint not null,
    primary key (subscription_id, name_key)
);

create table management_locks (
    scope_key text not null,
    name_key  text not null,
    scope     text not null,
    name      text not null,
    level     text not null,
    notes     text,
    owners    text,
    primary key (scope_key, name_key)
);

create table role_definitions (
    id                text not null primary key,
    tenant_id         text not null,
    role_name         text not null,
    description       text not null,
    permissions       text not null,
    assignable_scopes text not null
);

create table role_assignments (
    scope_key          text   not null,
    name               text   not null,
    scope              text   not null,
    tenant_id          text   not null,
    role_definition_id text   not null,
    principal_id       text   not null,
    principal_type     text   not null,
    description        text,
    created_at         bigint not null,
    created_by         text   not null,
    primary key (scope_key, name),
    unique (scope_key, role_definition_id, principal_id)
);
