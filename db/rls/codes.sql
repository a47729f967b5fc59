-- Reports without signing in (B5.4). Whoever sends one is a person of their own with no role, behind
-- a code of sixteen digits; a session of theirs is worth "code" and opens nothing but that report.
call sec.protect('report_codes');

-- The school behind an address, when it takes such reports.
create or replace function sec.find_door(door text)
returns table (id uuid, name text, safeguarding_phone text, out_of_hours text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select id, name, safeguarding_phone, out_of_hours from public.schools
  where tell_name = door and live_at is not null
$$;

-- A session for one report to be sent, for ten minutes. The same code again is the same person: a
-- second click sends nothing twice.
create or replace function sec.open_code(door text, code bytea, hash bytea, a_name text)
returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid; v_account uuid; v_person uuid; v_now timestamptz := clock_timestamp();
begin
  select id into v_school from sec.find_door(door);
  if v_school is null then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended(encode(code, 'hex'), 0));
  select a.id, a.person_id into v_account, v_person from report_codes c
    join accounts a on a.school_id = c.school_id and a.id = c.account_id
    where c.code_hash = code and c.school_id = v_school;
  if v_account is null then
    v_person := gen_random_uuid(); v_account := gen_random_uuid();
    insert into people (school_id, id, kind, name, listed, created_at)
      values (v_school, v_person, 'by-code', a_name, false, v_now);
    insert into accounts (school_id, id, person_id, email, state, created_at)
      values (v_school, v_account, v_person, 'code:' || v_account, 'active', v_now);
    insert into report_codes values (v_school, v_account, code, v_now);
  end if;
  insert into sessions (token_hash, school_id, account_id, person_id, method, second_factor,
      created_at, last_seen_at, idle_expires_at, absolute_expires_at)
    values (hash, v_school, v_account, v_person, 'code', false, v_now, v_now,
      v_now + interval '10 minutes', v_now + interval '10 minutes');
  return true;
end $$;

-- Opens the report behind a code, for half an hour at most.
create or replace function sec.enter_code(code bytea, hash bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v accounts; v_now timestamptz := clock_timestamp();
begin
  select a.* into v from report_codes c
    join accounts a on a.school_id = c.school_id and a.id = c.account_id
    where c.code_hash = code and a.state = 'active';
  if not found then return false; end if;
  insert into sessions (token_hash, school_id, account_id, person_id, method, second_factor,
      created_at, last_seen_at, idle_expires_at, absolute_expires_at)
    values (hash, v.school_id, v.id, v.person_id, 'code', false, v_now, v_now,
      v_now + interval '30 minutes', v_now + interval '30 minutes');
  perform sec.write_leaf(v.school_id, sec.pseudonym(v.school_id, v.person_id)::text, 'reporter',
    'signed-in', 'account', v.id, null, 'code', null);
  return true;
end $$;

-- Opens or closes one of a school's two open pages; a name that another school has is refused as "taken".
drop function if exists sec.save_door(text), sec.save_visits(text);
create or replace function sec.save_door(which text, door text) returns text
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not sec.has_role('headteacher', 'dsl') then raise exception 'not-found'; end if;
  if exists (select 1 from schools where id <> sec.school()
    and case which when 'tell' then tell_name when 'visit' then visit_name end = door) then
    return 'taken';
  end if;
  update schools set
    tell_name = case which when 'tell' then door else tell_name end,
    visit_name = case which when 'visit' then door else visit_name end
  where id = sec.school();
  return 'saved';
end $$;

do $$ declare f text; begin
  foreach f in array array['sec.find_door(text)', 'sec.open_code(text, bytea, bytea, text)',
    'sec.enter_code(bytea, bytea)', 'sec.save_door(text, text)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to daybook_app', f);
  end loop;
end $$;
