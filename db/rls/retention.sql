-- How long records are kept, who keeps them longer, and how they end. The rules are B10 of the
-- domain specification; who may, B12: one of the two people of a disposal is the data protection
-- officer, the other the DSL or the headteacher; never somebody walled, never somebody in the case.
-- Where that leaves nobody for the second word, the next in line past the headteacher gives it, be
-- it the officer's or the other: B5.2 sends outward whatever no usual person may know of.

call sec.protect('retention_periods');
grant select, insert on retention_periods to daybook_app;
grant select on retention_periods to daybook_worker;
create policy own_school on retention_periods for select to daybook_app
  using (school_id = (select sec.school()));
create policy leads_set on retention_periods for insert to daybook_app with check (
  school_id = (select sec.school()) and changed_by = (select sec.person())
  and (select sec.has_role('dpo', 'dsl', 'headteacher')));
create policy job_school on retention_periods for select to daybook_worker
  using (school_id = (select sec.job_school()));

-- Dates of birth and of leaving: entered by whoever handles a case the person is in, read by them.
call sec.protect('person_dates');
grant select, insert on person_dates to daybook_app;
grant update (born_on, left_on, entered_at, entered_by) on person_dates to daybook_app;
create policy with_case on person_dates for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from involvements i
    where i.school_id = person_dates.school_id and i.person_id = person_dates.person_id
      and i.case_id is not null));
create policy handler_enters on person_dates for insert to daybook_app with check (
  school_id = (select sec.school()) and entered_by = (select sec.person())
  and exists (select 1 from involvements i where i.school_id = person_dates.school_id
    and i.person_id = person_dates.person_id and (select sec.handles(i.case_id))));
create policy handler_corrects on person_dates for update to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from involvements i
    where i.school_id = person_dates.school_id and i.person_id = person_dates.person_id
      and (select sec.handles(i.case_id))))
  with check (school_id = (select sec.school()) and entered_by = (select sec.person()));

-- Has this person a part in the record, other than having reported it?
create or replace function sec.in_record(a_school uuid, a_case uuid, a_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from involvements i where i.school_id = a_school
    and i.person_id = a_person and i.part <> 'reporter' and (i.case_id = a_case
      or i.report_id in (select j.report_id from case_reports j where j.school_id = a_school
        and j.case_id = a_case)))
$$;
-- Who can give the second word: the data protection officer, or after theirs the headteacher or the
-- DSL of its track; never who gave the first, is walled or in the case. Where there is nobody of
-- these, the chair of governors stands in, or else the next in line (B6 rows 9 and 10), but of what
-- is sealed nobody does.
drop function if exists sec.second_line(uuid, uuid);
create or replace function sec.second_word(a_school uuid, a_case uuid)
returns table (person_id uuid, role text, stands_in boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  with may as (select distinct r.person_id, r.role, d.restricted,
      case when d.proposed_as <> 'dpo' then r.role = 'dpo'
        else r.role = 'headteacher' and not d.restricted
          or r.role = 'dsl' and d.track = any (sec.tracks_of(array['dsl'])) end as own,
      array_position(array['chair', 'vice-chair', 'trust-lead', 'trust-chair'], r.role) as rank
    from disposals d
    join role_assignments r on r.school_id = d.school_id and r.person_id <> d.proposed_by
    join people p on p.school_id = r.school_id and p.id = r.person_id and p.left_at is null
    where d.school_id = a_school and d.case_id = a_case and d.refused_at is null
      and d.disposed_at is null and r.role in ('dpo', 'dsl', 'headteacher', 'chair', 'vice-chair',
        'trust-lead', 'trust-chair')
      and r.starts_at <= clock_timestamp() and (r.ends_at is null or clock_timestamp() < r.ends_at)
      and r.person_id <> all (array(select a.person_id from accounts a
        where a.school_id = a_school and a.state = 'suspended'))
      and not exists (select 1 from walls w where w.school_id = a_school
        and w.person_id = r.person_id and w.matter_id = a_case)
      and not sec.in_record(a_school, a_case, r.person_id))
  select m.person_id, m.role, not m.own from may m
  where m.own or not m.restricted and not exists (select 1 from may o where o.own)
    and m.rank = (select min(o.rank) from may o)
$$;
-- The records that wait for this person's word in the place of another's.
create or replace function sec.stood_in_for() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(r.case_id), '{}') from retention_reviews r
  where sec.has_role('chair', 'vice-chair', 'trust-lead', 'trust-chair')
    and r.school_id = sec.school() and r.state = 'proposed' and exists (
      select 1 from sec.second_word(r.school_id, r.case_id) s
      where s.stands_in and s.person_id = sec.person() and s.role = any (sec.roles()))
$$;
revoke all on function sec.in_record(uuid, uuid, uuid), sec.second_word(uuid, uuid),
  sec.stood_in_for() from public;
grant execute on function sec.stood_in_for() to daybook_app;

-- The fact of a record, its rule and its day, without a word of what is in it.
call sec.protect('retention_reviews');
grant select on retention_reviews to daybook_app;
grant select, insert, update, delete on retention_reviews to daybook_worker;
create policy keepers_see on retention_reviews for select to daybook_app using (
  school_id = (select sec.school())
  and case_id <> all ((select sec.walled())::uuid[])
  and ((select sec.has_role('dpo'))
    or ((select sec.has_role('headteacher')) and not restricted)
    or ((select sec.has_role('dsl')) and track = any ((select sec.tracks())::text[]))
    or case_id = any ((select sec.stood_in_for())::uuid[])));
create policy job_school on retention_reviews to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

call sec.protect('disposals');
grant select on disposals to daybook_app;
create policy keepers_see on disposals for select to daybook_app using (
  school_id = (select sec.school())
  and case_id <> all ((select sec.walled())::uuid[])
  and ((select sec.has_role('dpo'))
    or ((select sec.has_role('headteacher')) and not restricted)
    or ((select sec.has_role('dsl')) and track = any ((select sec.tracks())::text[]))
    or approved_by = (select sec.person())
    or case_id = any ((select sec.stood_in_for())::uuid[])));

-- Why somebody keeps it is a word about it: read by those who read the case.
call sec.protect('retention_holds');
grant select on retention_holds to daybook_app;
create policy keepers_see on retention_holds for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from retention_reviews r
    where r.school_id = retention_holds.school_id and r.case_id = retention_holds.case_id));

-- May whoever is asking say something about how long this record is kept?
create or replace function sec.keeps(a_case uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.retention_reviews r
    where r.school_id = sec.school() and r.case_id = a_case
      and not (a_case = any (sec.walled()))
      and (sec.has_role('dpo') or (sec.has_role('headteacher') and not r.restricted)
        or (sec.has_role('dsl') and r.track = any (sec.tracks()))))
    and not sec.in_record(sec.school(), a_case, sec.person())
$$;
-- May they give the second word of two, or turn the first one down?
create or replace function sec.agrees(a_case uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select sec.keeps(a_case) or a_case = any (sec.stood_in_for())
$$;
-- In whose place: the role they stand in with.
create or replace function sec.stands_in_as(a_case uuid) returns text
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.role from sec.second_word(sec.school(), a_case) s
  where a_case = any (sec.stood_in_for()) and s.stands_in and s.person_id = sec.person()
$$;
-- Is there anybody who could give it? For whoever may speak about the record.
create or replace function sec.agreeable(a_case uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select sec.agrees(a_case) and exists (select 1 from sec.second_word(sec.school(), a_case))
$$;
revoke all on function sec.agrees(uuid), sec.stands_in_as(uuid), sec.agreeable(uuid) from public;
grant execute on function sec.agrees(uuid), sec.stands_in_as(uuid), sec.agreeable(uuid)
  to daybook_app;

-- Nothing about somebody ends while they wait for a copy of what is kept about them.
create or replace function sec.asked_for(a_school uuid, a_case uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.access_requests q join public.involvements i
    on i.school_id = q.school_id and i.person_id = q.person_id
    where q.school_id = a_school and q.ended_at is null and (i.case_id = a_case
      or i.report_id in (select j.report_id from public.case_reports j where j.school_id = a_school
        and j.case_id = a_case)))
$$;
revoke all on function sec.asked_for(uuid, uuid) from public;

-- How many years the school chose to keep what visitors accepted; none: the rule's.
create or replace function sec.visits_kept(a_school uuid) returns int
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.years from public.retention_periods p where p.school_id = a_school
    and p.rule = 'visitors' order by p.version desc limit 1
$$;
-- What of them a proposal would end.
create or replace function sec.visits_in(a_school uuid, a_case uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select v.id from public.disposals d join public.policy_visits v on v.school_id = d.school_id
    and v.accepted_at < d.closed_on::timestamp at time zone 'Europe/London'
  where d.school_id = a_school and d.case_id = a_case and d.rule = 'visitors'
    and d.refused_at is null
$$;
revoke all on function sec.visits_kept(uuid), sec.visits_in(uuid, uuid) from public;

-- What stops a disposal, by code: holds that stand, and what is a hold by itself (B13.12): the police
-- or the LADO have the matter and have not ended it, or something in it is still to be destroyed.
create or replace function sec.held(a_school uuid, a_case uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(distinct x.kind order by x.kind), '{}') from (
    select h.kind from public.retention_holds h where h.school_id = a_school and h.case_id = a_case
      and h.released_at is null and (h.kind <> 'longer' or h.review_on > current_date)
    union all
    select o.body from public.outside_referrals o where o.school_id = a_school
      and o.case_id = a_case and o.state <> 'ended' and o.body in ('police', 'lado')
    union all
    select 'sealed' from public.case_reports j join public.evidence e on e.school_id = j.school_id
      and e.report_id = j.report_id and e.state = 'sealed'
      where j.school_id = a_school and j.case_id = a_case
    union all
    select 'sar' where sec.asked_for(a_school, a_case)
    union all
    select 'transfer' from public.file_transfers f where f.school_id = a_school
      and a_case = any (f.case_ids) and f.state in ('preparing', 'sent')
    union all
    select 'longer' from public.disposals d where d.school_id = a_school and d.case_id = a_case
      and d.rule = 'visitors' and d.refused_at is null and d.years < sec.visits_kept(a_school)
    union all
    select 'new' from public.disposals d where d.school_id = a_school and d.case_id = a_case
      and d.refused_at is null and d.disposed_at is null and (
        exists (select 1 from public.case_records n where n.school_id = a_school
          and n.case_id = a_case and n.at > d.proposed_at)
        or exists (select 1 from public.case_reports j where j.school_id = a_school
          and j.case_id = a_case and (j.joined_at > d.proposed_at
            or exists (select 1 from public.addenda n where n.school_id = a_school
              and n.report_id = j.report_id and n.added_at > d.proposed_at)
            or exists (select 1 from public.messages n where n.school_id = a_school
              and n.report_id = j.report_id and n.sent_at > d.proposed_at)
            or exists (select 1 from public.evidence n where n.school_id = a_school
              and n.report_id = j.report_id and n.received_at > d.proposed_at))))) x
$$;
create or replace function sec.held(a_case uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select case when sec.agrees(a_case) then sec.held(sec.school(), a_case) else '{}' end
$$;

-- How much a record holds: numbers alone, for who decides about its end without reading it.
create or replace function sec.record_size(a_case uuid)
returns table (reports int, shared int, evidence int, entries int)
language sql stable security definer set search_path = pg_catalog, public as $$
  with mine as (select j.report_id, exists (select 1 from case_reports o
      where o.school_id = j.school_id and o.report_id = j.report_id and o.case_id <> a_case) as shared
    from case_reports j where j.school_id = sec.school() and j.case_id = a_case and sec.agrees(a_case))
  select (select count(*)::int from mine where not shared),
    (select count(*)::int from mine where shared),
    (select count(*)::int from evidence e join mine on mine.report_id = e.report_id
      where e.school_id = sec.school() and not mine.shared and e.state <> 'removed'),
    (select count(*)::int from (select n.id from case_events n where n.school_id = sec.school()
      and n.case_id = a_case union all select sec.visits_in(sec.school(), a_case)) x
      where sec.agrees(a_case))
$$;
revoke all on function sec.record_size(uuid) from public;
grant execute on function sec.record_size(uuid) to daybook_app;

create or replace function sec.note_keeping(a_case uuid, a_title text, a_words text) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  insert into case_events (school_id, id, case_id, kind, title, words, by_id, at)
    select c.school_id, gen_random_uuid(), c.id, 'state', a_title, a_words, sec.person(),
      clock_timestamp() from cases c where c.school_id = sec.school() and c.id = a_case
$$;

-- held while a hold stands that only a person ends; otherwise waiting for its day.
create or replace function sec.review_state(a_school uuid, a_case uuid) returns text
language sql stable security definer set search_path = pg_catalog, public as $$
  select case when exists (select 1 from public.retention_holds h where h.school_id = a_school
    and h.case_id = a_case and h.released_at is null and h.kind <> 'longer')
    then 'held' else 'waiting' end
$$;
revoke all on function sec.review_state(uuid, uuid) from public;

create or replace function sec.hold_record(a_case uuid, as_role text, a_kind text, a_reason text,
  a_day date, a_title text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not sec.keeps(a_case) or not (as_role = any (sec.roles())) then raise exception 'not-found'; end if;
  perform 1 from retention_reviews where school_id = sec.school() and case_id = a_case
    and rule <> 'visitors' for update;
  if not found then raise exception 'not-found'; end if;
  insert into retention_holds (school_id, id, case_id, kind, reason, review_on, placed_at, placed_by,
      placed_as) values (sec.school(), gen_random_uuid(), a_case, a_kind, a_reason, a_day,
      clock_timestamp(), sec.person(), as_role);
  -- A time that does not run yet is not set running by a hold.
  update retention_reviews set
      due_on = case when due_on is null then null else greatest(due_on, a_day) end,
      state = case when state = 'proposed' then state else sec.review_state(school_id, case_id) end
    where school_id = sec.school() and case_id = a_case;
  perform sec.note_keeping(a_case, a_title, a_reason);
end $$;

create or replace function sec.release_record(a_hold uuid, as_role text, words text, a_title text)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_case uuid;
begin
  update retention_holds set released_at = clock_timestamp(), released_by = sec.person(),
      released_words = words
    where school_id = sec.school() and id = a_hold and released_at is null and sec.keeps(case_id)
      and as_role = any (sec.roles())
    returning case_id into v_case;
  if v_case is null then raise exception 'not-found'; end if;
  update retention_reviews set state = sec.review_state(school_id, case_id)
    where school_id = sec.school() and case_id = v_case and state <> 'proposed';
  perform sec.note_keeping(v_case, a_title, words);
  return v_case;
end $$;

-- Whoever stands in does not look here by themself: each is told once of one proposal, whenever it
-- came to them. The lock keeps two runs from telling the same person.
create or replace function sec.ask_stand_ins(a_school uuid, a_case uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare d disposals; v_person uuid; v_notice uuid;
begin
  select * into d from disposals where school_id = a_school and case_id = a_case
    and approved_at is null and refused_at is null for update;
  for v_person in select s.person_id from sec.second_word(d.school_id, d.case_id) s
    where s.stands_in and not exists (select 1 from notices n where n.school_id = d.school_id
      and n.person_id = s.person_id and n.matter_id = d.case_id and n.kind = 'disposal-asked'
      and n.created_at >= d.proposed_at)
  loop
    insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
      values (d.school_id, gen_random_uuid(), v_person, 'disposal-asked', d.case_id, d.reference,
        '/retention/' || d.case_id, clock_timestamp()) returning id into v_notice;
    perform jobs.enqueue('notice-created',
      json_build_object('schoolId', d.school_id, 'noticeId', v_notice), null);
  end loop;
end $$;
-- A wall, or somebody's leaving, can make a stand-in of them long after the proposal.
create or replace function sec.ask_stand_ins() returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  select sec.ask_stand_ins(r.school_id, r.case_id) from retention_reviews r
    where r.school_id = sec.job_school() and r.state = 'proposed' order by r.case_id
$$;
revoke all on function sec.ask_stand_ins(uuid, uuid), sec.ask_stand_ins() from public;
grant execute on function sec.ask_stand_ins() to daybook_worker;

-- The first word of two: the record is due, nothing holds it, and its rule lets it end.
create or replace function sec.propose_disposal(a_case uuid, as_role text, a_day date, a_title text)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare r retention_reviews; v_id uuid := gen_random_uuid(); v_was text; v_opened timestamptz;
begin
  if not sec.keeps(a_case) or not (as_role = any (sec.roles())) then raise exception 'not-found'; end if;
  select * into r from retention_reviews where school_id = sec.school() and case_id = a_case
    and state = 'waiting' and due_on <= a_day and rule <> 'abuse' for update;
  select state, opened_at into v_was, v_opened from cases where school_id = sec.school()
    and id = a_case and state in ('closed', 'transferred') for update;
  if r.case_id is null or v_was is null or sec.held(sec.school(), a_case) <> '{}' then
    return null;
  end if;
  insert into disposals (school_id, id, case_id, reference, track, restricted, opened_on, closed_on,
      rule, years, due_on, was, proposed_by, proposed_as, proposed_at)
    values (r.school_id, v_id, a_case, r.reference, r.track, r.restricted,
      (v_opened at time zone 'Europe/London')::date, r.closed_on, r.rule, r.years, r.due_on, v_was,
      sec.person(), as_role, clock_timestamp());
  update retention_reviews set state = 'proposed' where school_id = r.school_id and case_id = a_case;
  update cases set state = 'due-review', version = version + 1
    where school_id = r.school_id and id = a_case;
  perform sec.note_keeping(a_case, a_title, null);
  perform sec.ask_stand_ins(r.school_id, a_case);
  return v_id;
end $$;

-- The second word: another person in another role, one of the two the data protection officer or
-- whoever stands in.
create or replace function sec.approve_disposal(a_disposal uuid, as_role text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_case uuid;
begin
  update disposals set approved_by = sec.person(), approved_as = as_role,
      approved_at = clock_timestamp()
    where school_id = sec.school() and id = a_disposal and approved_at is null
      and refused_at is null and proposed_by <> sec.person() and proposed_as <> as_role
      and as_role = any (sec.roles())
      and ((as_role in ('dpo', 'dsl', 'headteacher') and 'dpo' in (proposed_as, as_role)
          and sec.keeps(case_id))
        or as_role = sec.stands_in_as(case_id))
      and sec.held(school_id, case_id) = '{}'
    returning case_id into v_case;
  return v_case;
end $$;

-- Anybody who may speak about it, the one who proposed it too, turns it down while it is not begun.
create or replace function sec.refuse_disposal(a_disposal uuid, as_role text, words text, a_title text)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare d disposals;
begin
  update disposals set refused_by = sec.person(), refused_at = clock_timestamp()
    where school_id = sec.school() and id = a_disposal and approved_at is null
      and refused_at is null and as_role = any (sec.roles()) and sec.agrees(case_id)
    returning * into d;
  if d.id is null then return null; end if;
  update cases set state = d.was, version = version + 1
    where school_id = d.school_id and id = d.case_id and state = 'due-review';
  update retention_reviews set state = sec.review_state(school_id, case_id)
    where school_id = d.school_id and case_id = d.case_id;
  delete from retention_reviews where school_id = d.school_id and case_id = d.case_id
    and rule = 'visitors';
  perform sec.note_keeping(d.case_id, a_title, words);
  return d.case_id;
end $$;

-- The first word on what visitors accepted before a day: from here on a record like another, of no
-- case, that is due and waits for the second word. Never sooner than the school's own period, and
-- one such proposal at a time.
create or replace function sec.propose_visits(as_role text, a_before date, a_years int, a_day date)
returns uuid language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare v uuid := sec.school(); v_case uuid := gen_random_uuid(); v_first timestamptz;
  v_years int := coalesce(sec.visits_kept(v), a_years);
begin
  if as_role not in ('dpo', 'headteacher') or not (as_role = any (sec.roles())) then
    raise exception 'not-found';
  end if;
  if a_before - 1 + make_interval(years => v_years)
    >= (clock_timestamp() at time zone 'Europe/London')::date then
    raise exception 'not to be disposed of so';
  end if;
  perform 1 from schools where id = v for no key update;
  select min(accepted_at) into v_first from policy_visits where school_id = v
    and accepted_at < a_before::timestamp at time zone 'Europe/London';
  if v_first is null or exists (select 1 from disposals where school_id = v and rule = 'visitors'
    and refused_at is null and disposed_at is null) then return null; end if;
  insert into disposals (school_id, id, case_id, reference, track, restricted, opened_on, closed_on,
      rule, years, due_on, was, proposed_by, proposed_as, proposed_at)
    values (v, gen_random_uuid(), v_case, 'Visitors-' || a_before, 'T6', false,
      (v_first at time zone 'Europe/London')::date, a_before, 'visitors', v_years, a_day, 'closed',
      sec.person(), as_role, clock_timestamp());
  insert into retention_reviews (school_id, case_id, reference, track, restricted, closed_on, rule,
      years, from_on, assumed, due_on, state, computed_at)
    values (v, v_case, 'Visitors-' || a_before, 'T6', false, a_before, 'visitors', v_years, a_before,
      false, a_day, 'proposed', clock_timestamp());
  perform sec.ask_stand_ins(v, v_case);
  return v_case;
end $$;
revoke all on function sec.propose_visits(text, date, int, date) from public;
grant execute on function sec.propose_visits(text, date, int, date) to daybook_app;

revoke all on function sec.keeps(uuid), sec.held(uuid), sec.held(uuid, uuid),
  sec.note_keeping(uuid, text, text), sec.hold_record(uuid, text, text, text, date, text),
  sec.release_record(uuid, text, text, text), sec.propose_disposal(uuid, text, date, text),
  sec.approve_disposal(uuid, text), sec.refuse_disposal(uuid, text, text, text) from public;
grant execute on function sec.keeps(uuid), sec.held(uuid),
  sec.hold_record(uuid, text, text, text, date, text), sec.release_record(uuid, text, text, text),
  sec.propose_disposal(uuid, text, date, text), sec.approve_disposal(uuid, text),
  sec.refuse_disposal(uuid, text, text, text) to daybook_app;

-- What the worker needs to work out a review: days, types and findings, never a name or a word.
-- Without cases: those of the school that closed and have no review yet.
create or replace function sec.keeping_facts(a_cases uuid[], a_most int)
returns table (case_id uuid, reference text, track text, restricted boolean, types text[],
  opened_on text, closed_on text, findings text[], low_level boolean, children json, adults json)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.id, c.reference, c.track, c.restricted,
    array(select c.type union select r.type from case_reports j join reports r
      on r.school_id = j.school_id and r.id = j.report_id
      where j.school_id = c.school_id and j.case_id = c.id),
    (c.opened_at at time zone 'Europe/London')::date::text,
    (coalesce(c.closed_at, c.opened_at) at time zone 'Europe/London')::date::text,
    array(select distinct f.answers ->> 'finding' from case_records f
      where f.school_id = c.school_id and f.case_id = c.id and f.kind = 'finding'
        and f.version = (select max(g.version) from case_records g where g.school_id = f.school_id
          and g.case_id = f.case_id and g.kind = f.kind and g.about_id = f.about_id)),
    coalesce((select a.answers ->> 'assessment' = 'low-level' from case_records a
        where a.school_id = c.school_id and a.case_id = c.id and a.kind = 'T3'
        order by a.version desc limit 1),
      exists (select 1 from case_reports j join reports r on r.school_id = j.school_id
        and r.id = j.report_id where j.school_id = c.school_id and j.case_id = c.id
          and r.subtype = 'low-level')),
    p.children, p.adults
  from cases c
  cross join lateral (
    select coalesce(json_agg(d.days) filter (where d.kind in ('pupil', 'former-pupil')), '[]') as children,
      coalesce(json_agg(d.days) filter (where d.kind in ('staff', 'governor') and d.named), '[]') as adults
    from (select x.kind, bool_or(i.part = 'named') as named,
        json_build_object('bornOn', n.born_on,
          'leftOn', coalesce((x.left_at at time zone 'Europe/London')::date, n.left_on)) as days
      from involvements i
      join people x on x.school_id = i.school_id and x.id = i.person_id
      left join person_dates n on n.school_id = x.school_id and n.person_id = x.id
      where i.school_id = c.school_id and i.part <> 'reporter'
        and (i.case_id = c.id or i.report_id in (select j.report_id from case_reports j
          where j.school_id = c.school_id and j.case_id = c.id))
      group by x.school_id, x.id, n.born_on, n.left_on) d) p
  where c.school_id = sec.job_school() and c.state in ('closed', 'transferred')
    and (c.id = any (a_cases) or (a_cases is null and not exists (select 1 from retention_reviews r
      where r.school_id = c.school_id and r.case_id = c.id)))
  limit a_most
$$;
-- The cases whose reviews a change of a rule or of somebody's dates touches.
create or replace function sec.kept_by(a_rule text, a_person uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select r.case_id from retention_reviews r where r.school_id = sec.job_school()
    and r.rule <> 'visitors' and (r.rule = a_rule or exists (select 1 from involvements i where i.school_id = r.school_id
      and i.person_id = a_person and (i.case_id = r.case_id or i.report_id in (select j.report_id
        from case_reports j where j.school_id = r.school_id and j.case_id = r.case_id))))
$$;
create or replace function sec.latest_hold(a_case uuid) returns table (review_on date, standing boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select max(h.review_on) filter (where h.released_at is null),
    coalesce(bool_or(h.kind <> 'longer' and h.released_at is null), false)
  from retention_holds h where h.school_id = sec.job_school() and h.case_id = a_case
$$;
create or replace function sec.closed_since(a_cases uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.id from cases c where c.school_id = sec.job_school() and c.id = any (a_cases)
    and c.state in ('closed', 'transferred', 'due-review')
$$;
revoke all on function sec.keeping_facts(uuid[], int), sec.kept_by(text, uuid),
  sec.latest_hold(uuid), sec.closed_since(uuid[]) from public;
grant execute on function sec.keeping_facts(uuid[], int), sec.kept_by(text, uuid),
  sec.latest_hold(uuid), sec.closed_since(uuid[]) to daybook_worker;

-- Whatever way a case is closed or taken up again, the worker works out its review.
create or replace function sec.review_closed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform jobs.enqueue('case-closed',
    json_build_object('schoolId', new.school_id, 'caseId', new.id), null);
  return null;
end $$;
drop trigger if exists review_closed on cases;
create trigger review_closed after update of state on cases for each row
  when (old.state is distinct from new.state
    and ((new.state in ('closed', 'transferred') and old.state <> 'due-review')
      or (old.state in ('closed', 'transferred') and new.state <> 'due-review')))
  execute function sec.review_closed();

-- The end of a record, by the worker, once two people said so. What belongs to another case too
-- stays with that. Of the ledger nothing goes but the words that could open a commitment. The wall
-- of the case stays, so that whoever must never know of it does not read of its end.
create or replace function sec.dispose_record(a_disposal uuid)
returns table (outcome text, case_id uuid, storage_keys text[], report_ids uuid[], evidence_ids uuid[])
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare d disposals; v uuid := sec.job_school(); v_reports uuid[]; v_items uuid[]; v_keys text[];
  v_people uuid[]; v_all uuid[]; v_removed jsonb; v_gone int := 0; p uuid;
begin
  select * into d from disposals x where x.school_id = v and x.id = a_disposal for update;
  if d.id is null or d.approved_at is null or d.refused_at is not null then
    return query select 'none', null::uuid, '{}'::text[], '{}'::uuid[], '{}'::uuid[]; return;
  end if;
  if d.disposed_at is not null then
    return query select 'dropping', d.case_id, d.storage_keys, '{}'::uuid[], '{}'::uuid[]; return;
  end if;
  perform 1 from cases c where c.school_id = v and c.id = d.case_id for update;
  if sec.held(v, d.case_id) <> '{}' then
    update disposals x set refused_at = clock_timestamp() where x.school_id = v and x.id = d.id;
    update cases c set state = d.was, version = c.version + 1 where c.school_id = v and c.id = d.case_id;
    update retention_reviews r set state = sec.review_state(v, d.case_id)
      where r.school_id = v and r.case_id = d.case_id;
    delete from retention_reviews r where r.school_id = v and r.case_id = d.case_id
      and r.rule = 'visitors';
    return query select 'held', d.case_id, '{}'::text[], '{}'::uuid[], '{}'::uuid[]; return;
  end if;
  v_reports := array(select j.report_id from case_reports j where j.school_id = v
    and j.case_id = d.case_id and not exists (select 1 from case_reports o where o.school_id = v
      and o.report_id = j.report_id and o.case_id <> d.case_id));
  v_items := array(select e.id from evidence e where e.school_id = v and e.report_id = any (v_reports));
  v_keys := array(select e.storage_key from evidence e where e.school_id = v and e.id = any (v_items)
    and e.state <> 'destroyed');
  v_all := v_reports || v_items || d.case_id;
  v_people := array(select distinct i.person_id from involvements i join people x
    on x.school_id = i.school_id and x.id = i.person_id and not x.listed
    where i.school_id = v and (i.case_id = d.case_id or i.report_id = any (v_reports)));
  v_removed := jsonb_build_object(
    'reports', coalesce((select jsonb_agg(jsonb_build_object('reference', r.reference, 'sha256',
      r.content_hash) order by r.reference) from reports r where r.school_id = v and r.id = any (v_reports)), '[]'),
    'evidence', coalesce((select jsonb_agg(jsonb_build_object('sha256', e.sha256, 'size', e.size)
      order by e.position, e.id) from evidence e where e.school_id = v and e.id = any (v_items)
        and e.state <> 'removed'), '[]'),
    'kept', (select count(*) from case_reports j where j.school_id = v and j.case_id = d.case_id
      and not (j.report_id = any (v_reports))),
    'entries', (select count(*) from case_events n where n.school_id = v and n.case_id = d.case_id)
      + (select count(*) from sec.visits_in(v, d.case_id)));
  -- Each visitor's entry of the ledger is the school's: its words go, its commitment stays.
  with gone as (delete from policy_visits x where x.school_id = v
    and x.id in (select sec.visits_in(v, d.case_id)) returning x.id)
  delete from ledger_openings o using ledger_leaves l
    where l.school_id = v and l.object_id = v and o.leaf_id = l.id
      and l.leaf like '{"action":"visitor-signed",%'
      and (o.value::json ->> 'id')::uuid in (select id from gone);
  update cases c set state = 'disposed' where c.school_id = v and c.id = d.case_id;

  delete from ledger_openings o using ledger_leaves l where o.school_id = v and l.id = o.leaf_id
    and (l.chain_id = any (v_all) or l.object_id = any (v_all));
  delete from mails m where m.school_id = v and m.matter_id = any (v_all);
  delete from notices n where n.school_id = v and n.matter_id = any (v_all);
  delete from marks m where m.school_id = v and m.source_id = any (v_all);
  delete from letters x where x.school_id = v and x.case_id = d.case_id;
  delete from decisions x where x.school_id = v and x.case_id = d.case_id;
  delete from referrals x where x.school_id = v and x.case_id = d.case_id;
  delete from outside_steps x where x.school_id = v and x.case_id = d.case_id;
  delete from outside_referrals x where x.school_id = v and x.case_id = d.case_id;
  delete from disclosure_files f using disclosures x where f.school_id = v and x.school_id = v
    and x.id = f.disclosure_id and x.case_id = d.case_id;
  delete from disclosure_items f using disclosures x where f.school_id = v and x.school_id = v
    and x.id = f.disclosure_id and x.case_id = d.case_id;
  delete from disclosures x where x.school_id = v and x.case_id = d.case_id;
  delete from clock_pauses x using clocks k where x.school_id = v and k.school_id = v
    and k.id = x.clock_id and (k.case_id = d.case_id or k.report_id = any (v_reports));
  delete from clock_reminders x using clocks k where x.school_id = v and k.school_id = v
    and k.id = x.clock_id and (k.case_id = d.case_id or k.report_id = any (v_reports));
  delete from clocks k where k.school_id = v and (k.case_id = d.case_id or k.report_id = any (v_reports));
  delete from case_records x where x.school_id = v and x.case_id = d.case_id;
  delete from case_links x where x.school_id = v and (x.case_id = d.case_id or x.other_id = d.case_id);
  delete from set_asides x where x.school_id = v
    and (x.case_id = d.case_id or x.other_id = any (v_all));
  delete from case_actions x where x.school_id = v and x.case_id = d.case_id;
  delete from recusals x where x.school_id = v
    and (x.case_id = d.case_id or x.report_id = any (v_reports));
  delete from emergencies x where x.school_id = v and x.case_id = d.case_id;
  delete from case_events x where x.school_id = v and x.case_id = d.case_id;
  delete from access_items x where x.school_id = v and x.matter_id = any (v_all);
  -- Of an answer that held some of it the log stays; its pages and what it named go.
  update access_packs x set pages = '', files = '[]', matters = '{}'
    where x.school_id = v and x.matters && v_all;
  delete from retention_holds x where x.school_id = v and x.case_id = d.case_id;
  delete from retention_reviews x where x.school_id = v and x.case_id = d.case_id;
  update file_transfers x set case_ids = array_remove(x.case_ids, d.case_id)
    where x.school_id = v and d.case_id = any (x.case_ids);
  delete from file_transfers x where x.school_id = v and x.case_ids = '{}';
  delete from involvements x where x.school_id = v
    and (x.case_id = d.case_id or x.report_id = any (v_reports));
  delete from case_reports x where x.school_id = v and x.case_id = d.case_id;
  delete from circle x where x.school_id = v and x.matter_id = any (v_all);
  delete from walls x where x.school_id = v and x.matter_id = any (v_reports);
  delete from cases x where x.school_id = v and x.id = d.case_id;

  delete from read_words x where x.school_id = v and x.evidence_id = any (v_items);
  delete from readings x where x.school_id = v and x.evidence_id = any (v_items);
  delete from evidence_readings x where x.school_id = v and x.evidence_id = any (v_items);
  delete from evidence_descriptions x where x.school_id = v and x.evidence_id = any (v_items);
  delete from redactions x where x.school_id = v and x.evidence_id = any (v_items);
  delete from destructions x where x.school_id = v and x.evidence_id = any (v_items);
  delete from evidence_checks x where x.school_id = v and x.evidence_id = any (v_items);
  delete from uploads x where x.school_id = v and (x.report_id = any (v_reports)
    or x.evidence_id = any (v_items) or x.draft_id in (select s.id from drafts s
      where s.school_id = v and s.sent_report_id = any (v_reports)));
  delete from phone_links x where x.school_id = v and (x.report_id = any (v_reports)
    or x.draft_id in (select s.id from drafts s where s.school_id = v
      and s.sent_report_id = any (v_reports)));
  delete from evidence x where x.school_id = v and x.id = any (v_items);
  delete from drafts x where x.school_id = v and x.sent_report_id = any (v_reports);
  delete from addenda x where x.school_id = v and x.report_id = any (v_reports);
  delete from messages x where x.school_id = v and x.report_id = any (v_reports);
  delete from report_progress x where x.school_id = v and x.report_id = any (v_reports);
  delete from triages x where x.school_id = v and x.report_id = any (v_reports);
  delete from reports x where x.school_id = v and x.id = any (v_reports);

  -- Somebody who was known only through this matter goes with it.
  foreach p in array v_people loop
    if not exists (select 1 from involvements i where i.school_id = v and i.person_id = p) then
      begin
        delete from person_dates x where x.school_id = v and x.person_id = p;
        delete from walls x where x.school_id = v and x.person_id = p;
        delete from people x where x.school_id = v and x.id = p;
        v_gone := v_gone + 1;
      exception when foreign_key_violation then null;
      end;
    end if;
  end loop;
  update disposals x set disposed_at = clock_timestamp(), storage_keys = v_keys,
      removed = v_removed || jsonb_build_object('people', v_gone)
    where x.school_id = v and x.id = d.id;
  return query select 'disposed', d.case_id, v_keys, v_reports, v_items;
end $$;
create or replace function sec.bytes_disposed(a_disposal uuid) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  update disposals set bytes_gone_at = clock_timestamp(), storage_keys = '{}'
    where school_id = sec.job_school() and id = a_disposal and disposed_at is not null
      and bytes_gone_at is null
$$;
revoke all on function sec.dispose_record(uuid), sec.bytes_disposed(uuid), sec.review_closed() from public;
grant execute on function sec.dispose_record(uuid), sec.bytes_disposed(uuid) to daybook_worker;

drop function if exists sec.dispose_visits(timestamptz);
