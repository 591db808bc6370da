-- What the bridge saw when it last looked at its registration; of the registration named only.
create table bridge_health (
    singleton        bigint not null primary key check (singleton = 1),
    registration_id  text   not null,
    checked_at       text   not null,
    last_contact_at  text,
    fault            text   not null,
    detail           text
);

-- A certificate that is being brought in, kept before the directory hears of it; and the thumbprint of the one it has replaced, until the
-- directory has let that one go. Both null while nothing is under way. The id of the renewal asked for last tells a repeated request.
alter table bridge_identities add column next_certificate text;
alter table bridge_identities add column former_thumbprint text;
alter table bridge_identities add column renewal_id text;
