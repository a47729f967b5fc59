call sec.protect('cases');
grant select, insert, update on cases to daybook_app;
create policy handler_sees on cases for select to daybook_app using (
  school_id = (select sec.school())
  and id <> all ((select sec.walled())::uuid[])
  and ((track = any ((select sec.tracks())::text[])
      and (not restricted or (select sec.sees_restricted())))
    or id = any ((select sec.circle())::uuid[])));
create policy handler_opens on cases for insert to daybook_app with check (
  school_id = (select sec.school()) and opened_by = (select sec.person())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'chair', 'vice-chair',
    'trust-lead', 'trust-chair', 'dpo')));
create policy handler_works on cases for update to daybook_app using (
  school_id = (select sec.school())
  and id <> all ((select sec.walled())::uuid[])
  and ((track = any ((select sec.tracks())::text[])
      and (not restricted or (select sec.sees_restricted())))
    or id = any ((select sec.circle())::uuid[])))
  with check (school_id = (select sec.school()));

-- Who is walled is known to those who handle the matter, and never to the person walled.
call sec.protect('walls');
grant select on walls to daybook_app, daybook_worker;
create policy handler_sees on walls for select to daybook_app using (
  school_id = (select sec.school()) and person_id <> (select sec.person())
  and (exists (select 1 from cases c where c.school_id = walls.school_id and c.id = walls.matter_id)
    or exists (select 1 from triages t where t.school_id = walls.school_id
      and t.report_id = walls.matter_id)));
create policy job_school on walls for select to daybook_worker
  using (school_id = (select sec.job_school()));

call sec.protect('circle');
grant select on circle to daybook_app;
create policy seen on circle for select to daybook_app using (
  school_id = (select sec.school())
  and matter_id <> all ((select sec.walled())::uuid[])
  and (person_id = (select sec.person())
    or exists (select 1 from cases c where c.school_id = circle.school_id and c.id = circle.matter_id)
    or exists (select 1 from triages t where t.school_id = circle.school_id
      and t.report_id = circle.matter_id)));

-- A line manager says that they have read what they were sent: once, and for themself only.
create or replace function sec.acknowledge(a_matter uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not (a_matter = any (sec.circle())) or a_matter = any (sec.walled()) then
    raise exception 'not-found';
  end if;
  update circle set acknowledged_at = clock_timestamp() where school_id = sec.school()
    and person_id = sec.person() and matter_id = a_matter and capacity = 'line-manager'
    and acknowledged_at is null;
  return found;
end $$;
revoke all on function sec.acknowledge(uuid) from public;
grant execute on function sec.acknowledge(uuid) to daybook_app;

call sec.protect('case_reports');
grant select, insert on case_reports to daybook_app;
create policy with_case on case_reports for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = case_reports.school_id and c.id = case_reports.case_id));
create policy handler_joins on case_reports for insert to daybook_app with check (
  school_id = (select sec.school()) and joined_by = (select sec.person())
  and (select sec.handles(case_id)) and (select sec.handles(report_id)));

call sec.protect('involvements');
grant select, insert on involvements to daybook_app;
create policy with_matter on involvements for select to daybook_app using (
  school_id = (select sec.school()) and (
    exists (select 1 from cases c where c.school_id = involvements.school_id
      and c.id = involvements.case_id)
    or exists (select 1 from reports r where r.school_id = involvements.school_id
      and r.id = involvements.report_id)));
create policy adds on involvements for insert to daybook_app with check (
  school_id = (select sec.school()) and added_by = (select sec.person()) and (
    (case_id is null and (select sec.wrote(report_id)))
    or (report_id is null and (select sec.handles(case_id)))));

call sec.protect('case_events');
grant select, insert on case_events to daybook_app;
create policy with_case on case_events for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = case_events.school_id and c.id = case_events.case_id));
create policy handler_adds on case_events for insert to daybook_app with check (
  school_id = (select sec.school()) and by_id = (select sec.person())
  and (select sec.handles(case_id)));

call sec.protect('case_actions');
grant select, insert on case_actions to daybook_app;
grant update (done_at, done_by) on case_actions to daybook_app;
create policy with_case on case_actions for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = case_actions.school_id and c.id = case_actions.case_id));
create policy handler_adds on case_actions for insert to daybook_app with check (
  school_id = (select sec.school()) and added_by = (select sec.person())
  and (select sec.handles(case_id)));
create policy handler_ends on case_actions for update to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = case_actions.school_id and c.id = case_actions.case_id))
  with check (school_id = (select sec.school()));

call sec.protect('referrals');
grant select, insert on referrals to daybook_app;
grant update (state, outside_reference, version) on referrals to daybook_app;
create policy with_case on referrals for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = referrals.school_id and c.id = referrals.case_id));
create policy handler_adds on referrals for insert to daybook_app with check (
  school_id = (select sec.school()) and sent_by = (select sec.person())
  and (select sec.handles(case_id)));
create policy handler_moves on referrals for update to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = referrals.school_id and c.id = referrals.case_id))
  with check (school_id = (select sec.school()));

call sec.protect('decisions');
grant select, insert on decisions to daybook_app;
create policy with_case on decisions for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = decisions.school_id and c.id = decisions.case_id));
create policy decider_decides on decisions for insert to daybook_app with check (
  school_id = (select sec.school()) and decided_by = (select sec.person())
  and exists (select 1 from referrals r where r.school_id = decisions.school_id
    and r.id = decisions.referral_id and r.case_id = decisions.case_id
    and r.to_person_id = (select sec.person())));

-- Records of a case are written by its handlers and never changed. Nothing is inquired into while
-- a hold is on (B13.10): only what is for people's welfare is written.
call sec.protect('case_records');
grant select, insert on case_records to daybook_app;
create policy with_case on case_records for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = case_records.school_id and c.id = case_records.case_id));
create policy handler_adds on case_records for insert to daybook_app with check (
  school_id = (select sec.school()) and by_id = (select sec.person())
  and (select sec.handles(case_id))
  and (kind not in ('investigate', 'conclude', 'attribution', 'jurisdiction', 'disclosure', 'finding', 'hours', 'T3')
    or not exists (select 1 from cases c where c.school_id = case_records.school_id
      and c.id = case_records.case_id and c.state = 'external-hold')));

-- A link shows its other end: seen, and made, only by somebody who sees both.
call sec.protect('case_links');
grant select, insert on case_links to daybook_app;
grant update (ended_at, ended_by) on case_links to daybook_app;
create policy with_both on case_links for select to daybook_app using (
  school_id = (select sec.school())
  and exists (select 1 from cases c where c.school_id = case_links.school_id and c.id = case_links.case_id)
  and exists (select 1 from cases c where c.school_id = case_links.school_id and c.id = case_links.other_id));
create policy handler_links on case_links for insert to daybook_app with check (
  school_id = (select sec.school()) and linked_by = (select sec.person())
  and (select sec.handles(case_id)) and (select sec.handles(other_id)));
create policy handler_unlinks on case_links for update to daybook_app using (
  school_id = (select sec.school()) and kind = 'linked'
  and (select sec.handles(case_id)) and (select sec.handles(other_id)))
  with check (school_id = (select sec.school()) and ended_by = (select sec.person()));

-- Is an item of this case not what was kept, by the last thing the ledger says of it?
create or replace function sec.evidence_broken(a_case uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.case_reports cr
    join public.evidence e on e.school_id = cr.school_id and e.report_id = cr.report_id
    cross join lateral (select l.leaf::json ->> 'action' as action from public.ledger_leaves l
      where l.school_id = e.school_id and l.object_id = e.id
        and l.leaf::json ->> 'action' in ('evidence-damaged', 'evidence-viewed', 'evidence-exported')
      order by l.at desc limit 1) last
    where cr.school_id = sec.school() and cr.case_id = a_case and sec.handles(a_case)
      and last.action = 'evidence-damaged')
$$;
revoke all on function sec.evidence_broken(uuid) from public;
grant execute on function sec.evidence_broken(uuid) to daybook_app;

-- The same of single items, for whoever handles the case they belong to.
create or replace function sec.items_broken(a_items uuid[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.evidence e
    cross join lateral (select l.leaf::json ->> 'action' as action from public.ledger_leaves l
      where l.school_id = e.school_id and l.object_id = e.id
        and l.leaf::json ->> 'action' in ('evidence-damaged', 'evidence-viewed', 'evidence-exported')
      order by l.at desc limit 1) last
    where e.school_id = sec.school() and e.id = any (a_items) and sec.handles(e.report_id)
      and last.action = 'evidence-damaged')
$$;
revoke all on function sec.items_broken(uuid[]) from public;
grant execute on function sec.items_broken(uuid[]) to daybook_app;

-- The states of B7 once more, for whatever way a state is changed by the app or the worker.
create or replace function sec.guard_case() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_who uuid; v_last timestamptz; v_proposed boolean;
begin
  if session_user not in ('daybook_app', 'daybook_worker') then return new; end if;
  if not exists (select 1 from (values ('active', 'external-hold'), ('active', 'investigation'),
      ('active', 'decision'), ('active', 'monitoring'), ('external-hold', 'active'),
      ('investigation', 'external-hold'), ('investigation', 'decision'), ('investigation', 'active'), ('decision', 'decision'),
      ('decision', 'outcome'), ('decision', 'active'), ('outcome', 'decision'), ('outcome', 'appeal'),
      ('outcome', 'monitoring'), ('appeal', 'outcome'), ('monitoring', 'decision'),
      ('monitoring', 'active'), ('closed', 'active'), ('closed', 'transferred'),
      ('active', 'closed'), ('investigation', 'closed'), ('decision', 'closed'),
      ('outcome', 'closed'), ('appeal', 'closed'), ('monitoring', 'closed'),
      ('closed', 'due-review'), ('transferred', 'due-review'), ('due-review', 'closed'),
      ('due-review', 'transferred'), ('due-review', 'disposed')) as b7 (f, t)
      where f = old.state and t = new.state) then
    raise exception 'no way from % to %', old.state, new.state;
  end if;
  select (answers ->> 'investigatorId')::uuid into v_who from case_records
    where school_id = new.school_id and case_id = new.id and kind = 'investigate'
    order by version desc limit 1;
  if new.state = 'investigation' and (v_who is null or new.type = 'IIC' or new.restricted
    or exists (select 1 from walls w where w.school_id = new.school_id and w.matter_id = new.id
      and w.person_id = v_who)
    or exists (select 1 from involvements i where i.school_id = new.school_id
      and i.case_id = new.id and i.person_id = v_who)) then
    raise exception 'not to be investigated so';
  end if;
  -- Back to where somebody else can be asked, once whoever investigates may not, or steps aside.
  if old.state = 'investigation' and new.state = 'active' and v_who is distinct from sec.person()
    and not exists (select 1 from walls w where w.school_id = new.school_id
      and w.matter_id = new.id and w.person_id = v_who) then
    raise exception 'the investigator stays';
  end if;
  if old.state = 'investigation' and new.state = 'decision' and not exists (select 1
    from case_records where school_id = new.school_id and case_id = new.id and kind = 'conclude'
      and by_id = v_who) then
    raise exception 'no findings of the investigator';
  end if;
  if new.state = 'outcome' and old.state = 'decision' and not exists (select 1 from decisions d
    where d.school_id = new.school_id and d.case_id = new.id and d.decided_by = sec.person()
      and d.decided_by is distinct from v_who) then
    raise exception 'no decision by somebody else than the investigator';
  end if;
  select max(at) into v_last from case_records where school_id = new.school_id
    and case_id = new.id and kind = 'hold';
  if old.state = 'external-hold' and new.state = 'active' and not exists (select 1
    from case_records where school_id = new.school_id and case_id = new.id and kind = 'release'
      and (v_last is null or at >= v_last)) then
    raise exception 'no release';
  end if;
  if new.state = 'appeal' and not exists (select 1 from case_records where
    school_id = new.school_id and case_id = new.id and kind = 'appeal') then
    raise exception 'no panel';
  end if;
  -- Two people, and nothing that holds it (B7, B10); turned down, it is closed as it was.
  if new.state = 'disposed' and (sec.held(new.school_id, new.id) <> '{}' or not exists (select 1
    from disposals d where d.school_id = new.school_id and d.case_id = new.id
      and d.approved_by <> d.proposed_by and d.refused_at is null and d.disposed_at is null)) then
    raise exception 'not to be disposed of so';
  end if;
  v_proposed := exists (select 1 from disposals d where d.school_id = new.school_id
    and d.case_id = new.id and d.refused_at is null);
  if (new.state = 'due-review' and not v_proposed)
    or (old.state = 'due-review' and new.state <> 'disposed' and v_proposed) then
    raise exception 'not to be disposed of so';
  end if;
  if old.state = 'due-review' then return new; end if;
  if new.state = 'closed' and (new.outcome is null or new.closed_by is distinct from sec.person()
    or (new.severity = 4 and new.closed_by = old.owner_id and new.outcome <> 'merged')
    or (new.outcome <> 'merged' and not exists (select 1 from case_records
      where school_id = new.school_id and case_id = new.id and kind = 'close'))
    or (new.track = 'T4' and new.outcome <> 'merged' and coalesce((select r.answers ->> 'ico'
      from case_records r where r.school_id = new.school_id and r.case_id = new.id and r.kind = 'T4'
      order by r.version desc limit 1), '') not in ('yes', 'no'))
    or (new.outcome <> 'merged' and sec.judges_own(new.school_id, new.id, sec.person()))
    -- A complaint waits for its answer, whatever else it is taken up into.
    or coalesce((select r.answers ->> 'outcome' from case_records r where r.school_id = new.school_id
      and r.case_id = new.id and r.kind = 'complaint' order by r.version desc limit 1),
      case when new.type = 'CPL' then 'open' end) = 'open'
    or exists (select 1 from clocks k where k.school_id = new.school_id and k.case_id = new.id
      and k.force = 'statutory' and k.stopped_at is null)) then
    raise exception 'not to be closed so';
  end if;
  return new;
end $$;
drop trigger if exists guard_case on cases;
create trigger guard_case before update of state on cases for each row
  when (old.state is distinct from new.state) execute function sec.guard_case();
-- What was handed to somebody outside. Once given it is never changed.
call sec.protect('disclosures');
grant select, insert on disclosures to daybook_app;
grant update (state, given_at, given_by, manifest, header, kept, key_id) on disclosures
  to daybook_app;
create policy with_case on disclosures for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = disclosures.school_id and c.id = disclosures.case_id));
create policy handler_drafts on disclosures for insert to daybook_app with check (
  school_id = (select sec.school()) and drafted_by = (select sec.person()) and state = 'draft'
  and (select sec.handles(case_id)));
create policy handler_gives on disclosures for update to daybook_app using (
  school_id = (select sec.school()) and state = 'draft' and exists (select 1 from cases c
    where c.school_id = disclosures.school_id and c.id = disclosures.case_id))
  with check (school_id = (select sec.school()));

call sec.protect('disclosure_items');
grant select, insert on disclosure_items to daybook_app;
create policy with_disclosure on disclosure_items for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from disclosures d
    where d.school_id = disclosure_items.school_id and d.id = disclosure_items.disclosure_id));
create policy handler_chooses on disclosure_items for insert to daybook_app with check (
  school_id = (select sec.school()) and exists (select 1 from disclosures d
    where d.school_id = disclosure_items.school_id and d.id = disclosure_items.disclosure_id
      and d.state = 'draft' and d.drafted_by = (select sec.person())));

call sec.protect('disclosure_files');
grant select, insert on disclosure_files to daybook_app;
create policy with_disclosure on disclosure_files for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from disclosures d
    where d.school_id = disclosure_files.school_id and d.id = disclosure_files.disclosure_id));
create policy handler_writes on disclosure_files for insert to daybook_app with check (
  school_id = (select sec.school()) and exists (select 1 from disclosures d
    where d.school_id = disclosure_files.school_id and d.id = disclosure_files.disclosure_id
      and (select sec.handles(d.case_id))));
