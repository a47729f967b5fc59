-- Accounts and sessions. The door functions are the only readers of secrets; each answers one
-- question of signing in and nothing else.
call sec.protect('accounts');
grant select (school_id, id, person_id, email, state, created_at, last_sign_in_at, suspended_at)
  on accounts to daybook_app;
grant insert on accounts to daybook_app;
grant update (state, suspended_at, suspended_by) on accounts to daybook_app;
create policy own_or_admin on accounts for select to daybook_app using (
  school_id = (select sec.school()) and (person_id = (select sec.person())
    or (select sec.has_role('admin', 'headteacher', 'dpo'))));
create policy admin_invites on accounts for insert to daybook_app with check (
  school_id = (select sec.school()) and (select sec.has_role('admin')) and state = 'invited'
  and password_hash is null and totp_secret is null);
create policy admin_suspends on accounts for update to daybook_app
  using (school_id = (select sec.school()) and (select sec.has_role('admin'))
    and person_id <> (select sec.person()))
  with check (school_id = (select sec.school()));
grant select (school_id, person_id, email, state) on accounts to daybook_worker;
create policy job_school on accounts for select to daybook_worker
  using (school_id = (select sec.job_school()));

call sec.protect('identities');
call sec.protect('recovery_codes');
call sec.protect('sign_in_failures');

call sec.protect('invitations');
grant insert, update (expires_at) on invitations to daybook_app;
grant select (school_id, id, account_id, created_at, expires_at, used_at) on invitations to daybook_app;
create policy admin_reads on invitations for select to daybook_app
  using (school_id = (select sec.school()) and (select sec.has_role('admin')));
create policy admin_invites on invitations for insert to daybook_app
  with check (school_id = (select sec.school()) and (select sec.has_role('admin'))
    and created_by = (select sec.person()));
create policy admin_ends on invitations for update to daybook_app
  using (school_id = (select sec.school()) and (select sec.has_role('admin')))
  with check (school_id = (select sec.school()));

call sec.protect('sessions');
grant select (school_id, account_id, person_id, method, second_factor, created_at, last_seen_at,
  idle_expires_at, absolute_expires_at, ended_at, user_agent) on sessions to daybook_app;
create policy own on sessions for select to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()));

-- One e-mail address may belong to an account at several schools.
create or replace function sec.find_accounts(an_email text)
returns table (school_id uuid, account_id uuid, person_id uuid, password_hash text, state text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select school_id, id, person_id, password_hash, state from public.accounts
  where email = lower(an_email) order by created_at limit 5
$$;

create or replace function sec.find_identity(an_issuer text, a_subject text)
returns table (school_id uuid, account_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select i.school_id, i.account_id from public.identities i
  join public.accounts a on a.school_id = i.school_id and a.id = i.account_id
  where i.issuer = an_issuer and i.subject = a_subject and a.state = 'active'
  order by a.last_sign_in_at desc nulls last, i.linked_at limit 1
$$;

create or replace function sec.open_session(hash bytea, a_school uuid, an_account uuid,
  a_method text, factor boolean, agent text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_person uuid; v_now timestamptz := clock_timestamp();
begin
  update accounts set last_sign_in_at = v_now
    where school_id = a_school and id = an_account and state = 'active' returning person_id into v_person;
  if v_person is null then return false; end if;
  insert into sessions (token_hash, school_id, account_id, person_id, method, second_factor,
      created_at, last_seen_at, idle_expires_at, absolute_expires_at, user_agent)
    select hash, a_school, an_account, v_person, a_method, factor, v_now, v_now,
      v_now + make_interval(mins => s.idle_minutes), v_now + make_interval(hours => s.absolute_hours),
      left(agent, 300) from schools s where s.id = a_school;
  perform sec.write_leaf(a_school, sec.pseudonym(a_school, v_person)::text, 'staff', 'signed-in',
    'account', an_account, null, split_part(a_method, ':', 1), null);
  return true;
end $$;

-- What a session's token stands for now: 'whole'; 'half' while a second factor that is set up was
-- not shown; 'code' of somebody who reports without signing in; 'idle' or 'limit' when its time ran out; nothing when it was ended or never was.
-- A whole one slides its idle limit, at most once a minute.
drop function if exists sec.touch_session(bytea);
create function sec.touch_session(hash bytea) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_now timestamptz := clock_timestamp(); s sessions; v_factor boolean;
begin
  select * into s from sessions where token_hash = hash and ended_at is null;
  select a.totp_secret is not null into v_factor from accounts a
    where a.school_id = s.school_id and a.id = s.account_id and a.state = 'active';
  if not found then return null; end if;
  if v_now >= s.absolute_expires_at then return 'limit'; end if;
  if v_now >= s.idle_expires_at then return 'idle'; end if;
  if v_factor and not s.second_factor then return 'half'; end if;
  if s.method = 'code' then return 'code'; end if;
  if s.last_seen_at < v_now - interval '1 minute' then
    update sessions set last_seen_at = v_now, idle_expires_at = v_now + make_interval(mins =>
      (select idle_minutes from schools where id = s.school_id)) where token_hash = hash;
  end if;
  return 'whole';
end $$;

create or replace function sec.end_session(hash bytea) returns void
language sql security definer set search_path = pg_catalog, public as $$
  update public.sessions set ended_at = clock_timestamp() where token_hash = hash and ended_at is null
$$;

-- The sessions of whoever is asking: all of them (a lost laptop ends at its next click), or all
-- but the one that asks.
drop function if exists sec.end_my_sessions();
create or replace function sec.end_my_sessions(but_this boolean) returns void
language sql security definer set search_path = pg_catalog, public as $$
  update public.sessions set ended_at = clock_timestamp()
  where school_id = sec.school() and person_id = sec.person() and ended_at is null
    and not (but_this and token_hash = decode(current_setting('daybook.session'), 'hex'))
$$;

drop function if exists sec.my_secrets();
create function sec.my_secrets()
returns table (password_hash text, app boolean, codes_left integer)
language sql stable security definer set search_path = pg_catalog, public as $$
  select a.password_hash, a.totp_secret is not null, (select count(*)::int
    from public.recovery_codes r
    where r.school_id = a.school_id and r.account_id = a.id and r.used_at is null)
  from public.accounts a where a.school_id = sec.school() and a.person_id = sec.person()
$$;

-- The account whose half session waits for its second factor. Everything else is closed to it.
drop function if exists sec.accept_step(integer), sec.use_recovery_code(bytea);
create or replace function sec.half_account(hash bytea)
returns table (school_id uuid, account_id uuid, totp_secret bytea)
language sql stable security definer set search_path = pg_catalog, public as $$
  select a.school_id, a.id, a.totp_secret from public.sessions s
  join public.accounts a on a.school_id = s.school_id and a.id = s.account_id
  where s.token_hash = hash and s.ended_at is null and a.state = 'active'
    and clock_timestamp() < s.idle_expires_at and clock_timestamp() < s.absolute_expires_at
    and a.totp_secret is not null and not s.second_factor
$$;

-- One accepted time step signs in once.
create or replace function sec.accept_step(hash bytea, step integer) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update accounts a set totp_last_step = step from sec.half_account(hash) h
    where a.school_id = h.school_id and a.id = h.account_id
      and coalesce(a.totp_last_step, 0) < step;
  if not found then return false; end if;
  update sessions set second_factor = true where token_hash = hash;
  return true;
end $$;

create or replace function sec.use_recovery_code(hash bytea, code bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update recovery_codes r set used_at = clock_timestamp() from sec.half_account(hash) h
    where r.school_id = h.school_id and r.account_id = h.account_id and r.code_hash = code
      and r.used_at is null;
  if not found then return false; end if;
  update sessions set second_factor = true where token_hash = hash;
  return true;
end $$;

-- A first factor may be set by whoever has the password; a later one only from a whole session.
-- What was signed in elsewhere before has to sign in anew.
create or replace function sec.save_factor(secret bytea, step integer, codes bytea[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_account uuid; v_school uuid := sec.school();
begin
  update accounts set totp_secret = secret, totp_last_step = step
    where school_id = v_school and person_id = sec.person()
    returning id into v_account;
  if v_account is null then return false; end if;
  delete from recovery_codes where school_id = v_school and account_id = v_account;
  insert into recovery_codes select v_school, v_account, c, null from unnest(codes) c;
  update sessions set second_factor = true
    where token_hash = decode(current_setting('daybook.session'), 'hex');
  perform sec.end_my_sessions(true);
  return true;
end $$;

create or replace function sec.save_password(hash text) returns void
language sql security definer set search_path = pg_catalog, public as $$
  update public.accounts set password_hash = hash
  where school_id = sec.school() and person_id = sec.person();
  select sec.end_my_sessions(true);
$$;

-- A way back for whoever forgot a password, for an hour: sent to their own address by the worker and
-- to nobody else. The ways back before it serve no more. The address comes back, or nothing.
create or replace function sec.begin_reset(a_school uuid, an_account uuid, hash bytea) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v accounts; v_now timestamptz := clock_timestamp();
begin
  select * into v from accounts where school_id = a_school and id = an_account
    and state = 'active' and password_hash is not null;
  if not found then return null; end if;
  update invitations set expires_at = v_now where school_id = a_school and account_id = an_account
    and used_at is null and expires_at > v_now;
  insert into invitations (school_id, id, account_id, token_hash, created_at, expires_at)
    values (a_school, gen_random_uuid(), an_account, hash, v_now, v_now + interval '1 hour');
  perform sec.write_leaf(a_school, 'nobody', 'nobody', 'password-forgotten', 'account', an_account,
    null, null, null);
  return v.email;
end $$;
revoke all on function sec.begin_reset(uuid, uuid, bytea) from public;
grant execute on function sec.begin_reset(uuid, uuid, bytea) to daybook_worker;

drop function if exists sec.find_invitation(bytea);
create function sec.find_invitation(hash bytea)
returns table (school_id uuid, account_id uuid, email text, name text, school_name text,
  resets boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select i.school_id, i.account_id, a.email, p.name, s.name, i.created_by is null
      and a.state = 'active' and a.password_hash is not null from public.invitations i
  join public.accounts a on a.school_id = i.school_id and a.id = i.account_id
  join public.people p on p.school_id = a.school_id and p.id = a.person_id
  join public.schools s on s.id = i.school_id
  where i.token_hash = hash and i.used_at is null and i.expires_at > clock_timestamp()
    and a.state <> 'suspended'
$$;

-- Used once, whichever way: with a password, or with an identity of the school's directory that is
-- nobody else's at this school. The account comes back; nothing when the invitation does not serve.
drop function if exists sec.accept_invitation(bytea, text, text, text);
create function sec.accept_invitation(hash bytea, new_password text, an_issuer text, a_subject text)
returns table (school_id uuid, account_id uuid)
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare v invitations; v_person uuid;
begin
  update invitations i set used_at = clock_timestamp() from accounts a
    where i.token_hash = hash and i.used_at is null and i.expires_at > clock_timestamp()
      and a.school_id = i.school_id and a.id = i.account_id and a.state <> 'suspended'
      and not exists (select 1 from identities o where o.school_id = i.school_id
        and o.issuer = an_issuer and o.subject = a_subject and o.account_id <> i.account_id)
    returning i.* into v;
  if not found then return; end if;
  update accounts set state = 'active', password_hash = coalesce(new_password, password_hash)
    where school_id = v.school_id and id = v.account_id returning person_id into v_person;
  if new_password is not null then
    update sessions set ended_at = clock_timestamp()
      where school_id = v.school_id and account_id = v.account_id and ended_at is null;
  end if;
  if an_issuer is not null then
    insert into identities values (v.school_id, an_issuer, a_subject, v.account_id, clock_timestamp())
      on conflict do nothing;
  end if;
  perform sec.write_leaf(v.school_id, sec.pseudonym(v.school_id, v_person)::text, 'staff',
    'invitation-accepted', 'account', v.account_id, null,
    case when an_issuer is null then 'password' else 'identity' end, null);
  return query select v.school_id, v.account_id;
end $$;

-- An administrator clears a factor, never reads it; the person's sessions end. Two people are told:
-- whose it was, and the headteacher or, failing that, the chair or the DSL. Their notices come back.
drop function if exists sec.reset_factor(uuid);
create function sec.reset_factor(a_person uuid) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_second uuid;
begin
  if not sec.has_role('admin') or a_person = sec.person() then raise exception 'not-found'; end if;
  update accounts set totp_secret = null, totp_last_step = null
    where school_id = v_school and person_id = a_person;
  if not found then return; end if;
  delete from recovery_codes r using accounts a where a.school_id = v_school
    and a.person_id = a_person and r.school_id = a.school_id and r.account_id = a.id;
  update sessions set ended_at = clock_timestamp() where school_id = v_school
    and person_id = a_person and ended_at is null;
  select r.person_id into v_second from role_assignments r
    where r.school_id = v_school and r.role in ('headteacher', 'chair', 'dsl')
      and r.starts_at <= clock_timestamp() and (r.ends_at is null or clock_timestamp() < r.ends_at)
      and r.person_id not in (a_person, sec.person())
    order by array_position(array['headteacher', 'chair', 'dsl'], r.role) limit 1;
  return query insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
    select v_school, gen_random_uuid(), told, 'factor-reset', a_person, 'Account',
      case when told = a_person then '/settings' else '/people/' || a_person end, clock_timestamp()
    from unnest(array[a_person, v_second]) told where told is not null returning id;
end $$;

-- Nobody is given other people's reports to read in silence: headteachers and DSLs hear of it, but
-- for whoever gave the role and whoever has it now. Their notices come back.
drop function if exists sec.role_given(uuid);
create function sec.role_given(a_person uuid) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not sec.has_role('admin') then raise exception 'not-found'; end if;
  return query insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
    select sec.school(), gen_random_uuid(), r.person_id, 'role-given', a_person, 'People',
      case when bool_or(r.role = 'headteacher') then '/people/' || a_person else '/notices' end,
      clock_timestamp()
    from role_assignments r where r.school_id = sec.school() and r.role in ('headteacher', 'dsl')
      and r.starts_at <= clock_timestamp() and (r.ends_at is null or clock_timestamp() < r.ends_at)
      and r.person_id not in (a_person, sec.person()) group by r.person_id returning id;
end $$;

-- Counts one try against each key before it is judged, unless a key has had its fill in the last
-- fifteen minutes. Tries of one key wait for each other here, so a hundred at once are a hundred.
drop function if exists sec.count_failures(bytea[]), sec.note_failure(bytea[], uuid, uuid),
  sec.clear_failures(bytea[]);
create or replace function sec.take_try(keys bytea[], most integer[]) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare k bytea;
begin
  for k in select unnest(keys) order by 1 loop
    perform pg_advisory_xact_lock(hashtextextended(encode(k, 'hex'), 0));
  end loop;
  if exists (select 1 from unnest(keys, most) t (key, n) where n <= (select count(*)
    from sign_in_failures f where f.throttle_key = t.key
      and f.at > clock_timestamp() - interval '15 minutes')) then return false; end if;
  delete from sign_in_failures where at < clock_timestamp() - interval '1 day';
  insert into sign_in_failures (id, throttle_key, at)
    select gen_random_uuid(), key, clock_timestamp() from unnest(keys) key;
  return true;
end $$;

-- After a right one: every failure of `own` is forgotten, and of `shared` only this try.
create or replace function sec.forgive_try(own bytea[], shared bytea[]) returns void
language sql security definer set search_path = pg_catalog, public as $$
  delete from public.sign_in_failures where throttle_key = any (own) or id in (
    select (select f.id from public.sign_in_failures f where f.throttle_key = key
      order by f.at desc limit 1) from unnest(shared) key)
$$;

create or replace function sec.note_failure(a_school uuid, an_account uuid, at_step text)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform sec.write_leaf(a_school, 'nobody', 'nobody', 'sign-in-failed', 'account', an_account,
    null, at_step, null);
end $$;

do $$ declare f text; begin
  foreach f in array array['sec.find_accounts(text)', 'sec.find_identity(text, text)',
    'sec.open_session(bytea, uuid, uuid, text, boolean, text)', 'sec.touch_session(bytea)',
    'sec.end_session(bytea)', 'sec.end_my_sessions(boolean)', 'sec.my_secrets()',
    'sec.half_account(bytea)', 'sec.accept_step(bytea, integer)',
    'sec.use_recovery_code(bytea, bytea)', 'sec.save_factor(bytea, integer, bytea[])',
    'sec.save_password(text)', 'sec.find_invitation(bytea)',
    'sec.accept_invitation(bytea, text, text, text)', 'sec.reset_factor(uuid)', 'sec.role_given(uuid)',
    'sec.take_try(bytea[], integer[])', 'sec.forgive_try(bytea[], bytea[])',
    'sec.note_failure(uuid, uuid, text)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to daybook_app', f);
  end loop;
end $$;
