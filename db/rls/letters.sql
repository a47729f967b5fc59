call sec.protect('letter_templates');
grant select, insert on letter_templates to daybook_app;
create policy own_school on letter_templates for select to daybook_app
  using (school_id = (select sec.school()));
create policy leads_set on letter_templates for insert to daybook_app with check (
  school_id = (select sec.school()) and changed_by = (select sec.person())
  and (select sec.has_role('headteacher', 'dsl')));

-- A letter is read with its case and never changed.
call sec.protect('letters');
grant select, insert on letters to daybook_app;
create policy with_case on letters for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = letters.school_id and c.id = letters.case_id));
create policy handler_writes on letters for insert to daybook_app with check (
  school_id = (select sec.school()) and written_by = (select sec.person())
  and exists (select 1 from decisions d where d.school_id = letters.school_id
    and d.id = letters.decision_id and d.case_id = letters.case_id)
  and (select sec.handles(case_id)));
