-- Why somebody stepped aside is for whoever owns the case, and never for themself again: the wall
-- goes up in the same transaction.
call sec.protect('recusals');
grant select, insert on recusals to daybook_app;
create policy owner_reads on recusals for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = recusals.school_id and c.id = recusals.case_id
      and c.owner_id = (select sec.person())));
create policy own_adds on recusals for insert to daybook_app with check (
  school_id = (select sec.school()) and person_id = (select sec.person())
  and (select sec.handles(case_id)));

call sec.protect('emergencies');
grant select on emergencies to daybook_app;
create policy with_case on emergencies for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = emergencies.school_id and c.id = emergencies.case_id));
