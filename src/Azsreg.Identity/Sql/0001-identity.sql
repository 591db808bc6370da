-- Directory. Ids are lower-case text, times unix milliseconds (UTC), lists JSON arrays of strings.
create table identity_tenants (
    id            text   not null primary key,
    display_name  text   not null,
    created_at    bigint not null
);

create table identity_domains (
    name       text   not null primary key,
    tenant_id  text   not null references identity_tenants (id) on delete cascade,
    position   bigint not null
);
create index identity_domains_by_tenant on identity_domains (tenant_id, position);

create table identity_users (
    tenant_id       text   not null references identity_tenants (id) on delete cascade,
    object_id       text   not null,
    upn             text   not null,
    upn_key         text   not null,
    display_name    text   not null,
    kind            text   not null,
    home_tenant_id  text   not null,
    home_object_id  text   not null,
    password_hash   text,
    totp_secret     text,
    totp_last_step  bigint not null default 0,
    enabled         bigint not null default 1,
    created_at      bigint not null,
    primary key (tenant_id, object_id),
    unique (tenant_id, upn_key),
    unique (home_tenant_id, home_object_id, tenant_id)
);
-- A sign-in name means one account only; a guest signs in by the name it has at home.
create unique index identity_users_by_sign_in_name on identity_users (upn_key) where kind <> 'Guest';

create table identity_applications (
    app_id           text   not null primary key,
    tenant_id        text   not null references identity_tenants (id) on delete cascade,
    object_id        text   not null unique,
    display_name     text   not null,
    is_public        bigint not null,
    is_multi_tenant  bigint not null,
    redirect_uris    text   not null,
    created_at       bigint not null
);
create index identity_applications_by_tenant on identity_applications (tenant_id, object_id);

create table identity_application_uris (
    uri     text not null primary key,
    app_id  text not null references identity_applications (app_id) on delete cascade
);
create index identity_application_uris_by_app on identity_application_uris (app_id);

create table identity_application_owners (
    app_id           text not null references identity_applications (app_id) on delete cascade,
    owner_object_id  text not null,
    primary key (app_id, owner_object_id)
);

create table identity_application_secrets (
    key_id        text   not null primary key,
    app_id        text   not null references identity_applications (app_id) on delete cascade,
    display_name  text,
    hint          text   not null,
    hash          text   not null,
    starts_at     bigint not null,
    ends_at       bigint not null
);
create index identity_application_secrets_by_app on identity_application_secrets (app_id);

create table identity_application_certificates (
    key_id             text   not null primary key,
    app_id             text   not null references identity_applications (app_id) on delete cascade,
    display_name       text,
    certificate        text   not null,
    thumbprint_sha1    text   not null,
    thumbprint_sha256  text   not null,
    starts_at          bigint not null,
    ends_at            bigint not null
);
create index identity_application_certificates_by_app on identity_application_certificates (app_id);

-- First-party applications have principals too, so app_id refers to no table.
create table identity_service_principals (
    tenant_id     text   not null references identity_tenants (id) on delete cascade,
    object_id     text   not null,
    app_id        text   not null,
    display_name  text   not null,
    enabled       bigint not null default 1,
    created_at    bigint not null,
    primary key (tenant_id, object_id),
    unique (tenant_id, app_id)
);
create index identity_service_principals_by_app on identity_service_principals (app_id);

-- Keys that sign tokens; the private part is encrypted at rest.
create table identity_signing_keys (
    kid          text   not null primary key,
    private_key  text   not null,
    created_at   bigint not null,
    retired_at   bigint
);

-- A grant is one sign-in of a user at a client. Its refresh tokens all name it, so revoking it revokes them all.
create table identity_grants (
    id                text   not null primary key,
    home_tenant_id    text   not null,
    home_object_id    text   not null,
    client_id         text   not null,
    methods           text   not null,
    authenticated_at  bigint not null,
    last_used_at      bigint not null,
    revoked_at        bigint
);
create index identity_grants_by_user on identity_grants (home_tenant_id, home_object_id);
create index identity_grants_by_client on identity_grants (client_id);
create index identity_grants_by_use on identity_grants (last_used_at);

create table identity_codes (
    code_hash   text   not null primary key,
    payload     text   not null,
    expires_at  bigint not null,
    grant_id    text
);
create index identity_codes_by_expiry on identity_codes (expires_at);

create table identity_device_codes (
    device_code_hash  text   not null primary key,
    user_code         text   not null unique,
    client_id         text   not null,
    tenant            text   not null,
    payload           text   not null,
    state             text   not null,
    subject           text,
    interval_seconds  bigint not null,
    polled_at         bigint not null,
    expires_at        bigint not null
);
create index identity_device_codes_by_expiry on identity_device_codes (expires_at);

-- Ids of client assertions seen, until the assertion would be refused for its age anyway.
create table identity_assertions (
    client_id   text   not null,
    jti         text   not null,
    expires_at  bigint not null,
    primary key (client_id, jti)
);
create index identity_assertions_by_expiry on identity_assertions (expires_at);

-- Failed sign-ins being counted, by account, by address and by both together.
create table identity_failures (
    subject       text   not null primary key,
    failures      bigint not null,
    lockouts      bigint not null,
    locked_until  bigint not null,
    last_at       bigint not null
);
create index identity_failures_by_time on identity_failures (last_at);

create table identity_sign_ins (
    id                 text   not null primary key,
    at                 bigint not null,
    tenant_id          text,
    subject            text,
    object_id          text,
    client_id          text,
    grant_kind         text   not null,
    resource           text,
    address            text,
    outcome            text   not null,
    error_code         bigint not null,
    reason             text,
    correlation_id     text   not null
);
create index identity_sign_ins_by_time on identity_sign_ins (at);
create index identity_sign_ins_by_tenant on identity_sign_ins (tenant_id, at);
