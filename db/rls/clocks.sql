-- A clock is seen with its report or case; it is changed by whoever handles that.
call sec.protect('clocks');
grant select, insert on clocks to daybook_app;
grant update (due_at, stopped_at, stopped_by, stopped_words, paused_at, alert_at) on clocks
  to daybook_app;
create policy with_matter on clocks for select to daybook_app using (
  school_id = (select sec.school()) and (
    exists (select 1 from cases c where c.school_id = clocks.school_id and c.id = clocks.case_id)
    or exists (select 1 from triages t where t.school_id = clocks.school_id
      and t.report_id = clocks.report_id)));
create policy starts on clocks for insert to daybook_app with check (
  school_id = (select sec.school()) and (
    (report_id is not null and ((select sec.wrote(report_id)) or (select sec.handles(report_id))))
    or (case_id is not null and (select sec.handles(case_id)))));
create policy handler_changes on clocks for update to daybook_app using (
  school_id = (select sec.school()) and (
    exists (select 1 from cases c where c.school_id = clocks.school_id and c.id = clocks.case_id)
    or exists (select 1 from triages t where t.school_id = clocks.school_id
      and t.report_id = clocks.report_id)))
  with check (school_id = (select sec.school()));
grant select, update (alert_at) on clocks to daybook_worker;
create policy job_reads on clocks for select to daybook_worker
  using (school_id = (select sec.job_school()));
create policy job_moves on clocks for update to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

call sec.protect('clock_pauses');
grant select, insert on clock_pauses to daybook_app;
grant update (resumed_at, resumed_by) on clock_pauses to daybook_app;
create policy with_clock on clock_pauses for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from clocks k
    where k.school_id = clock_pauses.school_id and k.id = clock_pauses.clock_id));
create policy handler_pauses on clock_pauses for insert to daybook_app with check (
  school_id = (select sec.school()) and paused_by = (select sec.person())
  and exists (select 1 from clocks k where k.school_id = clock_pauses.school_id
    and k.id = clock_pauses.clock_id));
create policy handler_resumes on clock_pauses for update to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from clocks k
    where k.school_id = clock_pauses.school_id and k.id = clock_pauses.clock_id))
  with check (school_id = (select sec.school()));

call sec.protect('clock_reminders');
grant select on clock_reminders to daybook_app;
create policy with_clock on clock_reminders for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from clocks k
    where k.school_id = clock_reminders.school_id and k.id = clock_reminders.clock_id));
grant select, insert on clock_reminders to daybook_worker;
create policy job_school on clock_reminders to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

call sec.protect('clock_readings');
grant select, insert, update on clock_readings to daybook_app;
grant select on clock_readings to daybook_worker;
create policy own_school on clock_readings for select to daybook_app
  using (school_id = (select sec.school()));
create policy leads_choose on clock_readings for insert to daybook_app with check (
  school_id = (select sec.school()) and chosen_by = (select sec.person())
  and (select sec.has_role('dsl', 'headteacher', 'dpo')));
create policy leads_change on clock_readings for update to daybook_app
  using (school_id = (select sec.school()) and (select sec.has_role('dsl', 'headteacher', 'dpo')))
  with check (school_id = (select sec.school()) and chosen_by = (select sec.person()));
create policy job_school on clock_readings for select to daybook_worker
  using (school_id = (select sec.job_school()));

-- The token's hash is read by no role: only sec.calendar_of knows it again.
call sec.protect('calendar_feeds');
grant select (school_id, id, person_id, created_at, read_at, revoked_at) on calendar_feeds
  to daybook_app;
grant insert on calendar_feeds to daybook_app;
grant update (revoked_at) on calendar_feeds to daybook_app;
create policy own on calendar_feeds for select to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_makes on calendar_feeds for insert to daybook_app
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_ends on calendar_feeds for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));

-- A suspension ends the address for good, whoever suspends and by whatever way.
create or replace function sec.end_calendar() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update calendar_feeds set revoked_at = clock_timestamp() where school_id = new.school_id
    and person_id = new.person_id and revoked_at is null;
  return null;
end $$;
drop trigger if exists end_calendar on accounts;
create trigger end_calendar after update of state on accounts for each row
  when (new.state <> 'active') execute function sec.end_calendar();

call sec.protect('digests');
grant select, insert on digests to daybook_worker;
create policy job_school on digests to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

-- People who cannot sign in: nothing is given to them while they cannot read it.
create or replace function sec.suspended() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(a.person_id), '{}') from public.accounts a
  where a.school_id = coalesce(sec.school(), sec.job_school()) and a.state = 'suspended'
$$;

-- Clocks of any school whose next reminder has come; the worker then works school by school.
create or replace function sec.alerts_due(a_now timestamptz, a_limit int)
returns table (school_id uuid, clock_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.school_id, c.id from public.clocks c
  where c.stopped_at is null and c.alert_at <= a_now order by c.alert_at limit a_limit
$$;

-- What a reminder has to know of a clock's matter: no word of it. `asked` decides a referral.
create or replace function sec.matter_of(a_clock uuid)
returns table (matter_id uuid, is_case boolean, reference text, track text, restricted boolean,
  owner_id uuid, asked uuid, route_row int, let_in uuid[], barred uuid[])
language sql stable security definer set search_path = pg_catalog, public as $$
  select m.id, k.case_id is not null, m.reference, m.track, m.restricted, m.owner_id,
    case when k.kind = 'decision' then (select r.to_person_id from public.referrals r
      where r.school_id = k.school_id and r.case_id = k.case_id and r.state = 'open'
      order by r.sent_at desc limit 1) end,
    (select r.route_row from public.reports r where r.school_id = k.school_id
      and (r.id = k.report_id or r.id in (select cr.report_id from public.case_reports cr
        where cr.school_id = k.school_id and cr.case_id = k.case_id))
      order by r.sent_at limit 1),
    array(select c.person_id from public.circle c where c.school_id = k.school_id
      and c.matter_id = m.id and c.starts_at <= clock_timestamp()
      and (c.ends_at is null or c.ends_at > clock_timestamp())),
    array(select w.person_id from public.walls w where w.school_id = k.school_id
      and w.matter_id = m.id) || sec.suspended()
  from public.clocks k
  join lateral (
    select c.id, c.reference, c.track, c.restricted, c.owner_id from public.cases c
      where c.school_id = k.school_id and c.id = k.case_id
    union all
    select c.id, c.reference, c.track, c.restricted, c.owner_id from public.triages t
      join public.cases c on c.school_id = t.school_id and c.id = t.case_id
      where t.school_id = k.school_id and t.report_id = k.report_id and k.case_id is null
    union all
    select t.report_id, t.reference, t.track, t.restricted, t.owner_id from public.triages t
      where t.school_id = k.school_id and t.report_id = k.report_id and t.case_id is null
  ) m on true
  where k.school_id = sec.job_school() and k.id = a_clock
$$;

-- What one person may read of the matters of their school, as the policies say it, for the feed
-- and the digest, which nobody is signed in for.
create or replace function sec.readable(a_school uuid, a_person uuid, matter uuid, a_track text,
  is_restricted boolean) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select not exists (select 1 from public.walls w where w.school_id = a_school
      and w.person_id = a_person and w.matter_id = matter)
    and (exists (select 1 from public.circle c where c.school_id = a_school
        and c.person_id = a_person and c.matter_id = matter and c.starts_at <= clock_timestamp()
        and (c.ends_at is null or c.ends_at > clock_timestamp()))
      or exists (select 1 from public.role_assignments r where r.school_id = a_school
        and r.person_id = a_person and a_track = any (sec.tracks_of(array[r.role]))
        and (not is_restricted or r.role = 'dsl') and r.starts_at <= clock_timestamp()
        and (r.ends_at is null or r.ends_at > clock_timestamp())))
$$;

-- The deadlines behind one secret address: of what its person owns or is asked to decide, and may
-- still read. A wall, a lost role, a suspension or a revocation empties it at the next look.
create or replace function sec.calendar_of(hash bytea)
returns table (school_id uuid, clock_id uuid, reference text, kind text, started_at timestamptz,
  due_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v calendar_feeds;
begin
  update calendar_feeds f set read_at = clock_timestamp() from accounts a
    where f.token_hash = hash and f.revoked_at is null and a.school_id = f.school_id
      and a.person_id = f.person_id and a.state = 'active'
    returning f.* into v;
  if v.id is null then return; end if;
  return query select v.school_id, null::uuid, null::text, null::text, null::timestamptz,
    null::timestamptz;
  return query
    select v.school_id, k.id, c.reference, k.kind, k.started_at, k.due_at
      from cases c join clocks k on k.school_id = c.school_id and k.stopped_at is null
        and k.paused_at is null and (k.case_id = c.id or k.report_id in (select cr.report_id
          from case_reports cr where cr.school_id = c.school_id and cr.case_id = c.id))
      where c.school_id = v.school_id and c.state not in ('closed', 'transferred', 'due-review')
        and (c.owner_id = v.person_id or (k.kind = 'decision' and exists (select 1 from referrals r
          where r.school_id = c.school_id and r.case_id = c.id and r.state = 'open'
            and r.to_person_id = v.person_id)))
        and sec.readable(v.school_id, v.person_id, c.id, c.track, c.restricted)
    union all
    select v.school_id, k.id, t.reference, k.kind, k.started_at, k.due_at
      from triages t join clocks k on k.school_id = t.school_id and k.stopped_at is null
        and k.paused_at is null and k.report_id = t.report_id
      where t.school_id = v.school_id and t.owner_id = v.person_id and t.case_id is null
        and t.state in ('new', 'asked', 'snoozed')
        and sec.readable(v.school_id, v.person_id, t.report_id, t.track, t.restricted)
    order by 6, 2 limit 500;
end $$;

-- One person's morning in numbers: what waits to be read, is due by then, is overdue, is asked.
drop function if exists sec.morning_of(uuid, timestamptz, timestamptz);
create function sec.morning_of(a_person uuid, a_now timestamptz, a_end timestamptz)
returns table (waiting int, today int, overdue int, decisions int, reviews int)
language sql stable security definer set search_path = pg_catalog, public as $$
  with mine as (
    select t.due_at, t.state = 'new' or t.snoozed_until <= a_now as waits from triages t
      where t.school_id = sec.job_school() and t.state in ('new', 'asked', 'snoozed')
        and sec.readable(t.school_id, a_person, t.report_id, t.track, t.restricted)
    union all
    select c.due_at, false from cases c
      where c.school_id = sec.job_school() and c.state not in ('closed', 'transferred', 'due-review') and c.owner_id = a_person
        and sec.readable(c.school_id, a_person, c.id, c.track, c.restricted))
  select count(*) filter (where waits)::int,
    count(*) filter (where due_at >= a_now and due_at < a_end)::int,
    count(*) filter (where due_at < a_now)::int,
    (select count(*)::int from referrals r join cases c on c.school_id = r.school_id
      and c.id = r.case_id where r.school_id = sec.job_school() and r.state = 'open'
      and r.to_person_id = a_person
      and sec.readable(c.school_id, a_person, c.id, c.track, c.restricted)),
    -- Whoever may end a record is told how many are due: the policy of retention_reviews once more.
    (select count(*)::int from retention_reviews v where v.school_id = sec.job_school()
      and v.state = 'waiting' and v.due_on <= (a_end at time zone 'Europe/London')::date
      and not exists (select 1 from walls w where w.school_id = v.school_id
        and w.person_id = a_person and w.matter_id = v.case_id)
      and exists (select 1 from role_assignments a where a.school_id = v.school_id
        and a.person_id = a_person and a.starts_at <= a_now
        and (a.ends_at is null or a.ends_at > a_now)
        and (a.role = 'dpo' or (a.role = 'headteacher' and not v.restricted)
          or (a.role = 'dsl' and v.track = any (sec.tracks_of(array['dsl']))))))
  from mine
$$;

-- Schools whose digests of a day are not written yet: each school's are written all at once.
create or replace function sec.schools_awaiting(a_day date) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id from public.schools s where not exists (select 1 from public.digests d
    where d.school_id = s.id and d.day = a_day)
$$;

revoke all on function sec.end_calendar(), sec.suspended(), sec.alerts_due(timestamptz, int),
  sec.matter_of(uuid), sec.readable(uuid, uuid, uuid, text, boolean), sec.calendar_of(bytea),
  sec.morning_of(uuid, timestamptz, timestamptz), sec.schools_awaiting(date) from public;
grant execute on function sec.suspended() to daybook_app, daybook_worker;
grant execute on function sec.calendar_of(bytea) to daybook_app;
grant execute on function sec.alerts_due(timestamptz, int), sec.matter_of(uuid),
  sec.morning_of(uuid, timestamptz, timestamptz), sec.schools_awaiting(date) to daybook_worker;
