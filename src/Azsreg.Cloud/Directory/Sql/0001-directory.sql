-- What a tenant lets its users do; a tenant without a row has the defaults.
create table directory_policies (
  tenant_id text not null primary key,
  users_can_register_applications bigint not null
);

-- Directory roles of users and service principals, by the roles' well-known names.
create table directory_roles (
  tenant_id text not null,
  object_id text not null,
  role text not null,
  primary key (tenant_id, object_id, role)
);
