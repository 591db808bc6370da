-- The administrator's password as last set from the settings, sealed: setting it anew ends every sign-in, so it is done for a new one only.
create table administrators (
    principal_id  text not null primary key,
    password      text not null
);
