-- What the stamp is: made once at first start and never again.
create table stamp_facts (
    singleton   bigint not null primary key check (singleton = 1),
    facts       text   not null,
    created_at  text   not null
);

-- The key pair that signs registration tokens. The newest row is the one in use; a later key is endorsed by the former.
create table registration_key_pairs (
    id            text not null primary key,
    public_key    text not null,
    private_key   text not null,
    endorsement   text,
    created_at    text not null
);

create table action_plans (
    id             text not null primary key,
    function_name  text not null,
    action_type    text not null,
    requested_by   text not null,
    status         text not null,
    step           text not null,
    started_at     text not null,
    ended_at       text,
    error_id       text,
    error_message  text
);
-- The law "one action at a time" is held by the store, not only by the process.
create unique index action_plans_one_running on action_plans (status) where status = 'Running';
create index action_plans_by_function on action_plans (function_name, started_at);

create table bridge_identities (
    tenant_id              text not null primary key,
    environment            text not null,
    display_name           text not null,
    application_object_id  text,
    application_id         text,
    object_id              text,
    certificate            text not null,
    thumbprint             text not null,
    not_after              text not null,
    created_at             text not null,
    used_at                text not null
);

create table resource_groups (
    name        text not null primary key,
    location    text not null,
    created_at  text not null
);

create table activations (
    name                             text   not null primary key,
    activation_id                    text   not null,
    registration_id                  text   not null,
    environment                      text   not null,
    tenant_id                        text,
    display_name                     text   not null,
    billing_model                    text   not null,
    object_id                        text   not null,
    marketplace_endpoint             text   not null,
    marketplace_resource_uri         text   not null,
    usage_endpoint                   text   not null,
    usage_resource_uri               text   not null,
    expires_at                       text   not null,
    marketplace_syndication_enabled  bigint not null,
    usage_reporting_enabled          bigint not null,
    activation_key                   text   not null,
    activated_at                     text   not null,
    changed_at                       text   not null
);

create table alerts (
    id             text not null primary key,
    fault_type_id  text not null,
    title          text not null,
    severity       text not null,
    state          text not null,
    description    text not null,
    remediation    text not null,
    properties     text not null,
    created_at     text not null,
    updated_at     text not null,
    closed_at      text,
    closed_by      text
);
create unique index alerts_one_active on alerts (fault_type_id) where state = 'Active';

create table role_assignments (
    principal_id  text not null,
    role          text not null,
    created_at    text not null,
    primary key (principal_id, role)
);

create table audit (
    id          text not null primary key,
    at          text not null,
    caller      text not null,
    channel     text not null,
    action      text not null,
    target      text not null,
    outcome     text not null,
    detail      text not null
);

create table marketplace_products (
    name        text not null primary key,
    listed      text not null,
    listed_at   text not null
);
