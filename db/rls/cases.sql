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
