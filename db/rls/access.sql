-- Who is asking, and what they may see. Applied again after every migration, so each statement
-- can run twice. Everything is owned by daybook_owner, a role nobody logs in as; its own policy
-- (owner_works) is what lets the SECURITY DEFINER functions below work under FORCE.

create schema if not exists sec;
revoke all on schema sec from public;
grant usage on schema sec to daybook_app, daybook_worker, daybook_sequencer;

-- Locks one table: row security forced, nothing granted, only owner and backup get past.
create or replace procedure sec.protect(tbl regclass) language plpgsql as $$
declare p record;
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  for p in select polname from pg_policy where polrelid = tbl loop
    execute format('drop policy %I on %s', p.polname, tbl);
  end loop;
  execute format('revoke all on %s from public, daybook_app, daybook_worker, daybook_sequencer, daybook_backup', tbl);
  execute format('create policy owner_works on %s to daybook_owner using (true) with check (true)', tbl);
  execute format('grant select on %s to daybook_backup', tbl);
  execute format('create policy backup_reads on %s for select to daybook_backup using (true)', tbl);
end $$;

-- The session behind the token hash in the transaction-local setting. A setting alone proves
-- nothing: only a hash that is in the table, live and of an active account, is somebody. A session
-- that owes a second factor its account has set up is nobody.
-- After a transaction the setting reads back as '', not NULL.
create or replace function sec.live_session() returns public.sessions
language sql stable security definer set search_path = pg_catalog, public as $$
  select s from public.sessions s
  join public.accounts a on a.school_id = s.school_id and a.id = s.account_id
  where s.token_hash = decode(nullif(current_setting('daybook.session', true), ''), 'hex')
    and s.ended_at is null and a.state = 'active' and (s.second_factor or a.totp_secret is null or s.method = 'phone')
    -- A phone that was let in to add files is somebody only where phones are expected.
    and (s.method <> 'phone' or current_setting('daybook.phone', true) = 'on')
    and clock_timestamp() < s.idle_expires_at and clock_timestamp() < s.absolute_expires_at
$$;

create or replace function sec.person() returns uuid
language sql stable security definer set search_path = pg_catalog, public as
$$ select (sec.live_session()).person_id $$;

create or replace function sec.school() returns uuid
language sql stable security definer set search_path = pg_catalog, public as
$$ select (sec.live_session()).school_id $$;

-- Roles held now. Without a second factor only those that read nobody else's report.
create or replace function sec.roles() returns text[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(distinct r.role), '{}')
  from (select sec.live_session() as s) x
  join public.role_assignments r
    on r.school_id = (x.s).school_id and r.person_id = (x.s).person_id
  where r.starts_at <= clock_timestamp() and (r.ends_at is null or clock_timestamp() < r.ends_at)
    and ((x.s).second_factor or r.role in ('staff', 'governor'))
$$;

create or replace function sec.has_role(variadic wanted text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public as
$$ select sec.roles() && wanted $$;

-- Tracks these roles see at their own school: B12 of the domain specification, reading rows.
create or replace function sec.tracks_of(held text[]) returns text[]
language sql immutable set search_path = pg_catalog as $$
  select coalesce(array_agg(distinct t), '{}')
  from unnest(held) as role,
  lateral unnest(case role
    when 'dsl' then array['T1', 'T2']
    when 'deputy-dsl' then array['T2']
    when 'headteacher' then array['T1', 'T2', 'T3', 'T5', 'T6']
    when 'dpo' then array['T4']
    else array[]::text[] end) as t
$$;
create or replace function sec.tracks() returns text[]
language sql stable security definer set search_path = pg_catalog, public as
$$ select sec.tracks_of(sec.roles()) $$;

-- Sealed to the DSL alone (B13.2); the headteacher is told the fact, not the content.
create or replace function sec.sees_restricted() returns boolean
language sql stable security definer set search_path = pg_catalog, public as
$$ select sec.has_role('dsl') $$;

-- Reports and cases this person may never know of.
create or replace function sec.walled() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(w.matter_id), '{}') from public.walls w
  where w.school_id = sec.school() and w.person_id = sec.person()
$$;

-- Reports and cases this person has been let in to. Needs a second factor, as any reading does.
create or replace function sec.circle() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(distinct c.matter_id), '{}') from public.circle c
  where c.school_id = sec.school() and c.person_id = sec.person()
    and c.starts_at <= clock_timestamp() and (c.ends_at is null or clock_timestamp() < c.ends_at)
    and (sec.live_session()).second_factor
$$;

-- The school a background job works for. Means something for the worker's login only.
create or replace function sec.job_school() returns uuid
language sql stable set search_path = pg_catalog as
$$ select nullif(current_setting('daybook.job_school', true), '')::uuid $$;

-- Everything the app needs to know of the person asking; no row when nobody is.
create or replace function sec.actor()
returns table (account_id uuid, person_id uuid, school_id uuid, name text, email text,
  school_name text, roles text[], tracks text[], held_roles text[], second_factor boolean,
  line_manager_id uuid, idle_expires_at timestamptz, absolute_expires_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select (x.s).account_id, (x.s).person_id, (x.s).school_id, p.name, a.email, sc.name, sec.roles(),
    sec.tracks(),
    coalesce((select array_agg(distinct r.role) from public.role_assignments r
      where r.school_id = (x.s).school_id and r.person_id = (x.s).person_id
        and r.starts_at <= clock_timestamp()
        and (r.ends_at is null or clock_timestamp() < r.ends_at)), '{}'),
    (x.s).second_factor, p.line_manager_id, (x.s).idle_expires_at, (x.s).absolute_expires_at
  from (select sec.live_session() as s) x
  join public.people p on p.school_id = (x.s).school_id and p.id = (x.s).person_id
  join public.accounts a on a.school_id = (x.s).school_id and a.id = (x.s).account_id
  join public.schools sc on sc.id = (x.s).school_id
$$;

-- May this person handle (not merely have written) a report or case? For the definer functions.
-- Whoever was let in to read it in an emergency does not handle it.
-- Whoever is just opening a case handles it until its first event is written, and no longer.
create or replace function sec.handles(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select not (matter = any (sec.walled())) and (
    exists (select 1 from public.circle l where l.school_id = sec.school()
      and l.person_id = sec.person() and l.matter_id = matter and l.capacity <> 'emergency'
      and matter = any (sec.circle())
      and l.starts_at <= clock_timestamp() and (l.ends_at is null or clock_timestamp() < l.ends_at))
    or exists (select 1 from public.triages t where t.school_id = sec.school()
      and t.report_id = matter and t.track = any (sec.tracks())
      and (not t.restricted or sec.sees_restricted()))
    or exists (select 1 from public.cases c where c.school_id = sec.school() and c.id = matter
      and ((c.track = any (sec.tracks()) and (not c.restricted or sec.sees_restricted()))
        or (c.opened_by = sec.person() and not exists (select 1 from public.case_events e
          where e.school_id = c.school_id and e.case_id = c.id)))))
$$;

create or replace function sec.wrote(matter uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.reports r where r.school_id = sec.school()
    and r.id = matter and r.reporter_id = sec.person())
$$;

-- The matter with everything joined to it: a case and its reports stand and fall together.
create or replace function sec.joined(school uuid, matter uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select matter
  union select report_id from public.case_reports where school_id = school and case_id = matter
  union select case_id from public.case_reports where school_id = school and report_id = matter
$$;

-- What a wall does to those behind it. For the functions that build one.
create or replace function sec.shut_out(a_school uuid, persons uuid[], matters uuid[], why text)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into walls (school_id, person_id, matter_id, reason, built_at)
    select a_school, p, m, why, clock_timestamp() from unnest(persons) p, unnest(matters) m
    on conflict do nothing;
  update circle set ends_at = clock_timestamp() where school_id = a_school
    and matter_id = any (matters) and person_id = any (persons)
    and (ends_at is null or ends_at > clock_timestamp());
  update mails m set state = 'held' where school_id = a_school and matter_id = any (matters)
    and person_id = any (persons) and state = 'waiting'
    and not exists (select 1 from notices n where n.school_id = m.school_id and n.id = m.notice_id
      and n.path like '/reports/%');
  delete from notices where school_id = a_school and matter_id = any (matters)
    and person_id = any (persons) and path not like '/reports/%';
  update triages set owner_id = null where school_id = a_school and report_id = any (matters)
    and owner_id = any (persons);
end $$;

-- Builds a wall, in the transaction that learns of it: no access, no notice and no assignment
-- survives but to one's own words: whoever wrote a report keeps reading it as its writer, and
-- is told of it as its writer (their notices lead to /reports/), yet handles nothing of it.
-- With freeze_admin, a walled administrator loses that role (B6 row 29) while another one remains:
-- nobody can leave a school without an administrator by ticking a box.
create or replace function sec.wall_off(matter uuid, persons uuid[], why text, freeze_admin boolean)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_all uuid[];
begin
  if not (sec.wrote(matter) or sec.handles(matter)) then raise exception 'not-found'; end if;
  v_all := array(select sec.joined(v_school, matter));
  perform sec.shut_out(v_school, persons, v_all, why);
  if freeze_admin then
    update role_assignments set ends_at = clock_timestamp() where school_id = v_school
      and role = 'admin' and person_id = any (persons)
      and (ends_at is null or ends_at > clock_timestamp())
      and exists (select 1 from role_assignments o join accounts a on a.school_id = o.school_id
          and a.person_id = o.person_id and a.state = 'active'
        where o.school_id = v_school and o.role = 'admin' and o.starts_at <= clock_timestamp()
          and (o.ends_at is null or o.ends_at > clock_timestamp())
          and not exists (select 1 from walls w where w.school_id = v_school
            and w.person_id = o.person_id and w.matter_id = matter));
  end if;
end $$;

-- Lets one person in to a matter and what is joined to it. A walled person cannot be let in.
create or replace function sec.let_in(matter uuid, person uuid, as_capacity text, until timestamptz)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_all uuid[];
begin
  if not (sec.wrote(matter) or sec.handles(matter)) then raise exception 'not-found'; end if;
  v_all := array(select sec.joined(v_school, matter));
  if exists (select 1 from walls w where w.school_id = v_school and w.person_id = person
    and w.matter_id = any (v_all)) then raise exception 'walled'; end if;
  insert into circle (school_id, id, person_id, matter_id, capacity, starts_at, ends_at, added_by)
    select v_school, gen_random_uuid(), person, m, as_capacity, clock_timestamp(), until, sec.person()
    from unnest(v_all) m
    where not exists (select 1 from circle c where c.school_id = v_school and c.person_id = person
      and c.matter_id = m and c.capacity = as_capacity
      and (c.ends_at is null or c.ends_at > clock_timestamp()));
end $$;

-- Ends one capacity in which somebody was let in: a former owner no longer sees what they passed on.
create or replace function sec.let_out(matter uuid, person uuid, as_capacity text)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not sec.handles(matter) then raise exception 'not-found'; end if;
  update circle set ends_at = clock_timestamp() where school_id = sec.school()
    and matter_id = any (array(select sec.joined(sec.school(), matter)))
    and person_id = person and capacity = as_capacity
    and (ends_at is null or ends_at > clock_timestamp());
end $$;

-- Carries walls and circle over when a report joins a case, whichever side had them first. A line
-- manager keeps the report that was sent to them and does not come into the case with it (B12).
create or replace function sec.share_access(a_case uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_all uuid[];
begin
  if not sec.handles(a_case) then raise exception 'not-found'; end if;
  v_all := array(select sec.joined(v_school, a_case));
  insert into walls (school_id, person_id, matter_id, reason, built_at)
    select distinct on (w.person_id, m) v_school, w.person_id, m, w.reason, clock_timestamp()
    from walls w, unnest(v_all) m
    where w.school_id = v_school and w.matter_id = any (v_all)
    on conflict do nothing;
  insert into circle (school_id, id, person_id, matter_id, capacity, starts_at, ends_at, added_by)
    select distinct on (c.person_id, c.capacity, m) v_school, gen_random_uuid(), c.person_id, m,
      c.capacity, clock_timestamp(), c.ends_at, sec.person()
    from circle c, unnest(v_all) m
    where c.school_id = v_school and c.matter_id = any (v_all) and c.capacity not in ('line-manager', 'emergency')
      and (c.ends_at is null or c.ends_at > clock_timestamp())
      and not exists (select 1 from circle d where d.school_id = v_school
        and d.person_id = c.person_id and d.matter_id = m and d.capacity = c.capacity
        and (d.ends_at is null or d.ends_at > clock_timestamp()))
      and not exists (select 1 from walls w where w.school_id = v_school
        and w.person_id = c.person_id and w.matter_id = m);
end $$;

-- A notice for one person, unless a wall stands between them and the matter: then nothing.
create or replace function sec.notify(person uuid, matter uuid, a_kind text, a_reference text,
  a_path text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_id uuid := gen_random_uuid(); v_school uuid := coalesce(sec.school(), sec.job_school());
begin
  if sec.school() is null and session_user <> 'daybook_worker' then raise exception 'not-found'; end if;
  if sec.school() is not null and not (sec.wrote(matter) or sec.handles(matter)
    or a_kind = 'evidence-sealed' and matter = any (sec.only_read())) then
    raise exception 'not-found';
  end if;
  if exists (select 1 from walls w where w.school_id = v_school and w.person_id = person
      and w.matter_id = matter)
    and not (a_path like '/reports/%' and exists (select 1 from reports r
      where r.school_id = v_school and r.id = matter and r.reporter_id = person))
  then return null; end if;
  insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
    values (v_school, v_id, person, a_kind, matter, a_reference, a_path, clock_timestamp());
  return v_id;
end $$;

-- Which of these people's own declared conflicts, or conflicts with them, name whom else.
create or replace function sec.conflicted_with(persons uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select person_id from public.conflict_declarations where school_id = sec.school()
    and ended_at is null and with_person_id = any (persons)
  union
  select with_person_id from public.conflict_declarations where school_id = sec.school()
    and ended_at is null and person_id = any (persons)
$$;

-- Who is walled from a matter, for the verb that chooses its next handler.
create or replace function sec.walled_from(matter uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select w.person_id from public.walls w where w.school_id = sec.school() and w.matter_id = matter
    and (sec.wrote(matter) or sec.handles(matter))
$$;

-- Who handles a report of one's own, for its notices alone.
create or replace function sec.owners_of(a_report uuid)
returns table (person_id uuid, matter_id uuid, path text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.owner_id, c.id, '/cases/' || c.id || '/messages' from public.case_reports cr
    join public.cases c on c.school_id = cr.school_id and c.id = cr.case_id
    where cr.school_id = sec.school() and cr.report_id = a_report and sec.wrote(a_report)
  union all
  select t.owner_id, t.report_id, '/queue/' || t.report_id from public.triages t
    where t.school_id = sec.school() and t.report_id = a_report and t.owner_id is not null
      and t.case_id is null and sec.wrote(a_report)
$$;

-- By when a report of one's own is to be read; its risk and owner stay with the handlers.
create or replace function sec.read_by(a_report uuid) returns timestamptz
language sql stable security definer set search_path = pg_catalog, public as $$
  select t.due_at from public.triages t
  where t.school_id = sec.school() and t.report_id = a_report and sec.wrote(a_report)
$$;

revoke all on all functions in schema sec from public;
revoke all on all procedures in schema sec from public;
grant execute on function sec.person(), sec.school(), sec.roles(), sec.has_role(text[]), sec.tracks(),
  sec.sees_restricted(), sec.walled(), sec.circle(), sec.actor(), sec.handles(uuid), sec.wrote(uuid),
  sec.wall_off(uuid, uuid[], text, boolean), sec.let_in(uuid, uuid, text, timestamptz),
  sec.let_out(uuid, uuid, text), sec.share_access(uuid), sec.notify(uuid, uuid, text, text, text), sec.conflicted_with(uuid[]),
  sec.walled_from(uuid), sec.owners_of(uuid), sec.read_by(uuid)
  to daybook_app;
grant execute on function sec.job_school(), sec.notify(uuid, uuid, text, text, text) to daybook_worker;
-- Policies name these for every role; the worker's and sequencer's answers are NULL and empty.
grant execute on function sec.person(), sec.school(), sec.roles(), sec.has_role(text[]), sec.tracks(),
  sec.sees_restricted(), sec.walled(), sec.circle() to daybook_worker, daybook_sequencer;
