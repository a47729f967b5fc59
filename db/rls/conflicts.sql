-- Why somebody stepped aside is for whoever owns the case or the report, and never for themself
-- again: the wall goes up in the same transaction. A report takes it along into its cases.
call sec.protect('recusals');
grant select, insert on recusals to daybook_app;
create policy owner_reads on recusals for select to daybook_app using (
  school_id = (select sec.school()) and (
    exists (select 1 from cases c where c.school_id = recusals.school_id
      and c.owner_id = (select sec.person()) and (c.id = recusals.case_id
        or exists (select 1 from case_reports j where j.school_id = c.school_id
          and j.case_id = c.id and j.report_id = recusals.report_id)))
    or exists (select 1 from triages t where t.school_id = recusals.school_id
      and t.report_id = recusals.report_id and t.case_id is null
      and t.owner_id = (select sec.person()))));
create policy own_adds on recusals for insert to daybook_app with check (
  school_id = (select sec.school()) and person_id = (select sec.person())
  and (select sec.handles(coalesce(case_id, report_id))));

-- An emergency is looked at afterwards by somebody else who works the case, once.
call sec.protect('emergencies');
grant select on emergencies to daybook_app;
grant update (reviewed_at, reviewed_by, found, words) on emergencies to daybook_app;
create policy with_case on emergencies for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = emergencies.school_id and c.id = emergencies.case_id));
create policy other_reviews on emergencies for update to daybook_app using (
  school_id = (select sec.school()) and person_id <> (select sec.person())
  and reviewed_at is null and (select sec.handles(case_id)))
  with check (school_id = (select sec.school()) and reviewed_by = (select sec.person()));

-- Lets somebody whose role may, and whom no wall keeps out, read one live case for some minutes.
-- The entry, the notices to others and the task to look at it afterwards are one transaction with
-- it. Absent, sealed, walled, with a part in it or a tie to somebody in it, and seen already all
-- answer alike, with no row.
create or replace function sec.break_glass(a_reference text, a_why text, a_minutes int, a_due date)
returns table (emergency_id uuid, case_id uuid, notice_ids uuid[])
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_me uuid := sec.person(); v_case cases; v_all uuid[];
  v_id uuid := gen_random_uuid(); v_role text; v_now timestamptz := clock_timestamp();
  v_told uuid[]; v_notices uuid[] := '{}'; v_one uuid; v_notice uuid;
begin
  select r into v_role from unnest(sec.roles()) r where r in ('dsl', 'headteacher', 'dpo') limit 1;
  if v_role is null then raise exception 'not-found'; end if;
  if (sec.live_session()).created_at < v_now - interval '10 minutes' or a_minutes > 240
    or length(trim(a_why)) = 0 then raise exception 'not so'; end if;
  select c.* into v_case from cases c where c.school_id = v_school and c.reference = a_reference
    and not c.restricted and c.state not in ('disposed', 'transferred');
  if v_case.id is null then return; end if;
  v_all := array(select sec.joined(v_school, v_case.id));
  if exists (select 1 from unnest(v_all) m where m = any (sec.walled()))
    or exists (select 1 from triages t where t.school_id = v_school and t.report_id = any (v_all)
      and t.restricted)
    or exists (select 1 from involvements i where i.school_id = v_school
      and (i.case_id = v_case.id or i.report_id = any (v_all))
      and (i.person_id = v_me or i.person_id in (select sec.conflicted_with(array[v_me]))))
    or v_case.id = any (sec.circle()) or v_case.track = any (sec.tracks()) then return; end if;
  -- Its owner, and the headteacher, or else the chair; nobody walled, and never oneself.
  with holders as (
    select distinct r.person_id, r.role from role_assignments r
    where r.school_id = v_school and r.person_id <> all (sec.suspended()) and r.role in ('headteacher', 'chair', 'vice-chair', 'trust-lead')
      and r.starts_at <= v_now and (r.ends_at is null or v_now < r.ends_at) and r.person_id <> v_me
      and not exists (select 1 from walls w where w.school_id = v_school
        and w.person_id = r.person_id and w.matter_id = any (v_all))),
  first as (select role from holders order by array_position(
    array['headteacher', 'chair', 'vice-chair', 'trust-lead'], role) limit 1)
  select array(select h.person_id from holders h join first f using (role)
    union select v_case.owner_id where v_case.owner_id <> v_me) into v_told;
  if cardinality(v_told) = 0 then raise exception 'nobody to tell'; end if;
  insert into emergencies (school_id, id, case_id, person_id, role, reason, opened_at, ends_at)
    values (v_school, v_id, v_case.id, v_me, v_role, a_why, v_now,
      v_now + make_interval(mins => a_minutes));
  -- A report of one's own one reads as its writer, and may go on adding to.
  insert into circle (school_id, id, person_id, matter_id, capacity, starts_at, ends_at, added_by)
    select v_school, gen_random_uuid(), v_me, m, 'emergency', v_now,
      v_now + make_interval(mins => a_minutes), v_me from unnest(v_all) m
    where not sec.wrote(m);
  insert into case_actions (school_id, id, case_id, words, due_on, for_id, added_at, added_by)
    values (v_school, v_id, v_case.id, 'Under People, look at why this case was opened in an emergency',
      a_due, v_case.owner_id, v_now, v_me);
  foreach v_one in array v_told loop
    v_notice := gen_random_uuid();
    insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
      values (v_school, v_notice, v_one, 'emergency-opened', v_case.id, v_case.reference,
        case when v_one = v_case.owner_id then '/cases/' || v_case.id || '/people'
          else '/notices' end, v_now);
    v_notices := v_notices || v_notice;
  end loop;
  return query select v_id, v_case.id, v_notices;
end $$;
revoke all on function sec.break_glass(text, text, int, date) from public;
grant execute on function sec.break_glass(text, text, int, date) to daybook_app;

-- Everybody who is kept out of a case, each with what they had opened of it, its reports and its
-- evidence before their wall went up: for its owner alone, who is never one of them.
create or replace function sec.past_views(a_case uuid)
returns table (person_id uuid, reason text, built_at timestamptz, at timestamptz, action text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select w.person_id, w.reason, w.built_at, v.at, v.action
  from public.cases c
  join public.walls w on w.school_id = c.school_id and w.matter_id = c.id
  left join public.ledger_pseudonyms p on p.school_id = w.school_id and p.person_id = w.person_id
  left join lateral (select l.at, l.leaf::json ->> 'action' as action from public.ledger_leaves l
    where l.school_id = c.school_id and l.chain_id in (select sec.joined(c.school_id, c.id))
      and l.leaf::json ->> 'actor' = p.pseudonym::text
      and l.leaf::json ->> 'action' in ('case-viewed', 'report-viewed', 'evidence-viewed',
        'evidence-exported')
    order by l.at desc limit 50) v on true
  where c.school_id = sec.school() and c.id = a_case and c.owner_id = sec.person()
    and sec.handles(a_case)
  order by w.built_at desc, w.person_id, v.at desc
$$;
revoke all on function sec.past_views(uuid) from public;
grant execute on function sec.past_views(uuid) to daybook_app;

-- When whoever is asking signed in, for what takes a fresh sign-in.
create or replace function sec.signed_in_at() returns timestamptz
language sql stable security definer set search_path = pg_catalog, public as
$$ select (sec.live_session()).created_at $$;
revoke all on function sec.signed_in_at() from public;
grant execute on function sec.signed_in_at() to daybook_app;

-- A tie that somebody declares shuts them out of what is open already, too. What they own they pass
-- on themself, for that takes somebody who may: a notice leads them there.
create or replace function sec.wall_tied() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_all uuid[]; v_own uuid[];
begin
  if session_user <> 'daybook_app' then return new; end if;
  v_all := array(select distinct k from involvements i,
    lateral sec.joined(i.school_id, coalesce(i.case_id, i.report_id)) j,
    lateral sec.joined(i.school_id, j) k
    where i.school_id = new.school_id and i.person_id = new.with_person_id);
  v_own := array(
    select c.id from cases c where c.school_id = new.school_id and c.id = any (v_all)
      and c.owner_id = new.person_id and c.state not in ('closed', 'transferred', 'disposed')
    union select t.report_id from triages t where t.school_id = new.school_id
      and t.report_id = any (v_all) and t.owner_id = new.person_id and t.case_id is null
      and t.state in ('new', 'asked', 'snoozed'));
  v_all := array(select m from unnest(v_all) m where not exists (select 1 from unnest(v_own) o,
    lateral sec.joined(new.school_id, o) j where j = m));
  perform sec.shut_out(new.school_id, array[new.person_id], v_all, 'conflict');
  insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
    select new.school_id, gen_random_uuid(), new.person_id, 'tie-yours', c.id, c.reference,
      '/cases/' || c.id || '/step-aside', clock_timestamp()
      from cases c where c.school_id = new.school_id and c.id = any (v_own)
    union all
    select new.school_id, gen_random_uuid(), new.person_id, 'tie-yours', t.report_id, t.reference,
      '/queue/' || t.report_id || '?do=aside', clock_timestamp()
      from triages t where t.school_id = new.school_id and t.report_id = any (v_own);
  return new;
end $$;
drop trigger if exists wall_tied on conflict_declarations;
create trigger wall_tied after insert on conflict_declarations
  for each row execute function sec.wall_tied();
revoke all on function sec.wall_tied() from public;

-- Who had a part in how a case was handled, so that a complaint about that is kept from them and
-- never theirs to judge (B6 row 33): whoever owned, opened, closed or decided it, or took a step in
-- it, as passing it on is one; and whoever may not know of it. Somebody who stepped aside, however
-- early, is one of these: they had it, and said themself that they should not.
create or replace function sec.had_part(a_school uuid, a_case uuid)
returns table (person_id uuid, kept_out boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p, bool_or(k) from (
    select unnest(array[c.owner_id, c.opened_by, c.closed_by]), false from cases c
      where c.school_id = a_school and c.id = a_case
    union all
    select d.decided_by, false from decisions d where d.school_id = a_school and d.case_id = a_case
    union all
    select e.by_id, false from case_events e
      where e.school_id = a_school and e.case_id = a_case and e.kind = 'state'
    union all
    select w.person_id, true from walls w where w.school_id = a_school and w.matter_id = a_case
  ) x (p, k) where p is not null group by p
$$;
-- The same for whoever sees the case, to whom the complaint is told. Nobody else gets a row, and of
-- a case that is seen there is always one: its owner's.
create or replace function sec.had_part(a_case uuid)
returns table (person_id uuid, kept_out boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select h.person_id, h.kept_out from cases c, sec.had_part(c.school_id, c.id) h
  where c.school_id = sec.school() and c.id = a_case and not c.id = any (sec.walled())
    and (c.id = any (sec.circle())
      or c.track = any (sec.tracks()) and (not c.restricted or sec.sees_restricted()))
$$;
revoke all on function sec.had_part(uuid, uuid), sec.had_part(uuid) from public;
grant execute on function sec.had_part(uuid) to daybook_app;

-- Would this person judge how they themself handled something (B6 row 33)? Of a complaint about a
-- case: whoever had a part in that. Of a report about how a concern was handled: whoever handles
-- concerns day by day, while anybody from outside that could.
create or replace function sec.judges_own(a_school uuid, a_matter uuid, a_person uuid)
returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  with held as (select r.person_id from role_assignments r join people p
      on p.school_id = r.school_id and p.id = r.person_id and p.left_at is null
    where r.school_id = a_school and r.role in ('chair', 'vice-chair', 'trust-lead', 'trust-chair')
      and r.starts_at <= clock_timestamp() and (r.ends_at is null or clock_timestamp() < r.ends_at))
  select exists (select 1 from case_links l, sec.had_part(l.school_id, l.other_id) h
      where l.school_id = a_school and l.case_id = a_matter and l.kind = 'linked'
        and l.ended_at is null and (select r.answers ->> 'subject' from case_records r
          where r.school_id = a_school and r.case_id = a_matter and r.kind = 'complaint'
          order by r.version desc limit 1) in ('handling', 'decision')
        and h.person_id = a_person)
    or (exists (select 1 from reports r where r.school_id = a_school and r.route_row = 33
        and r.id in (select sec.joined(a_school, a_matter)))
      and a_person not in (select person_id from held)
      and exists (select 1 from held h where h.person_id <> all (sec.suspended())
        and not exists (select 1 from walls w where w.school_id = a_school
          and w.person_id = h.person_id and w.matter_id = a_matter)))
$$;
create or replace function sec.own_judges(a_matter uuid, a_persons uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select p from unnest(a_persons) p
  where sec.handles(a_matter) and sec.judges_own(sec.school(), a_matter, p)
$$;
revoke all on function sec.judges_own(uuid, uuid, uuid), sec.own_judges(uuid, uuid[]) from public;
grant execute on function sec.own_judges(uuid, uuid[]) to daybook_app;

create or replace function sec.guard_decision() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if session_user = 'daybook_app' and sec.judges_own(new.school_id, new.case_id, new.decided_by) then
    raise exception 'not to be decided by who handled it';
  end if;
  return new;
end $$;
drop trigger if exists guard_decision on decisions;
create trigger guard_decision before insert on decisions
  for each row execute function sec.guard_decision();
revoke all on function sec.guard_decision() from public;

-- The end of a report without a case (B7): never of high risk, nor while a deadline from outside
-- runs, nor by whoever it is about the handling of.
create or replace function sec.guard_triage() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if session_user = 'daybook_app' and (new.severity >= 3
    or sec.judges_own(new.school_id, new.report_id, sec.person())
    or exists (select 1 from clocks k where k.school_id = new.school_id
      and k.report_id = new.report_id and k.force = 'statutory' and k.stopped_at is null)) then
    raise exception 'not to be closed so';
  end if;
  return new;
end $$;
drop trigger if exists guard_triage on triages;
create trigger guard_triage before update of state on triages for each row
  when (old.state is distinct from new.state and new.state in ('no-action', 'signposted'))
  execute function sec.guard_triage();
revoke all on function sec.guard_triage() from public;
