-- Referrals to bodies outside are seen and moved by whoever handles the case; what was sent stays.
call sec.protect('outside_referrals');
grant select, insert on outside_referrals to daybook_app;
grant update (state, reference, reply, visible, chase_at, clock_id, version) on outside_referrals
  to daybook_app;
create policy with_case on outside_referrals for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = outside_referrals.school_id and c.id = outside_referrals.case_id));
create policy handler_adds on outside_referrals for insert to daybook_app with check (
  school_id = (select sec.school()) and recorded_by = (select sec.person())
  and (select sec.handles(case_id)));
create policy handler_moves on outside_referrals for update to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = outside_referrals.school_id and c.id = outside_referrals.case_id))
  with check (school_id = (select sec.school()));

call sec.protect('outside_steps');
grant select, insert on outside_steps to daybook_app;
create policy with_case on outside_steps for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = outside_steps.school_id and c.id = outside_steps.case_id));
create policy handler_adds on outside_steps for insert to daybook_app with check (
  school_id = (select sec.school()) and by_id = (select sec.person())
  and exists (select 1 from outside_referrals r where r.school_id = outside_steps.school_id
    and r.id = outside_steps.referral_id and r.case_id = outside_steps.case_id)
  and (select sec.handles(case_id)));

call sec.protect('body_contacts');
grant select, insert on body_contacts to daybook_app;
grant update (contact, changed_at, changed_by) on body_contacts to daybook_app;
create policy own_school on body_contacts for select to daybook_app
  using (school_id = (select sec.school()));
create policy leads_add on body_contacts for insert to daybook_app with check (
  school_id = (select sec.school()) and changed_by = (select sec.person())
  and (select sec.has_role('headteacher', 'dsl', 'deputy-dsl', 'dpo')));
create policy leads_change on body_contacts for update to daybook_app
  using (school_id = (select sec.school()))
  with check (school_id = (select sec.school()) and changed_by = (select sec.person())
    and (select sec.has_role('headteacher', 'dsl', 'deputy-dsl', 'dpo')));

-- A case does not close while something is still to be taken down (B7), whatever way it is closed.
create or replace function sec.guard_takedowns() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if session_user in ('daybook_app', 'daybook_worker') and new.outcome <> 'merged'
    and exists (select 1 from outside_referrals r
      where r.school_id = new.school_id and r.case_id = new.id and r.takedown
        and r.state <> 'ended' and not (r.state = 'answered' and r.visible = 'no')) then
    raise exception 'not to be closed so';
  end if;
  return new;
end $$;
drop trigger if exists guard_takedowns on cases;
create trigger guard_takedowns before update of state on cases for each row
  when (old.state is distinct from new.state and new.state = 'closed' and old.state <> 'due-review')
  execute function sec.guard_takedowns();
