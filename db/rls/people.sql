-- Staff and governors are known to everybody at the school; pupils and parents to those who teach
-- or protect them; an unknown account, an outsider or a pupil or parent who is on no list, only
-- through a matter one may see: a picker must not tell that somebody was reported.
call sec.protect('people');
grant select on people to daybook_app;
grant insert on people to daybook_app;
create policy known on people for select to daybook_app using (
  school_id = (select sec.school()) and (
    kind in ('staff', 'governor')
    or (kind in ('pupil', 'former-pupil', 'parent') and listed
      and (select sec.has_role('staff', 'line-manager', 'dsl', 'deputy-dsl', 'headteacher')))
    or exists (select 1 from involvements i where i.school_id = people.school_id
      and i.person_id = people.id)
    or (kind = 'by-code' and exists (select 1 from reports r where r.school_id = people.school_id
      and r.reporter_id = people.id))));
create policy reporter_adds on people for insert to daybook_app with check (
  school_id = (select sec.school()) and (
    kind in ('unknown-account', 'outsider')
    or (kind in ('pupil', 'former-pupil', 'parent') and not listed)
    or (kind in ('staff', 'governor') and (select sec.has_role('admin')))));
grant update (name, email, job_title, line_manager_id, left_at) on people to daybook_app;
create policy admin_edits on people for update to daybook_app
  using (school_id = (select sec.school()) and kind in ('staff', 'governor')
    and (select sec.has_role('admin')))
  with check (school_id = (select sec.school()) and kind in ('staff', 'governor'));
grant select (school_id, id, left_at) on people to daybook_worker;
create policy job_school on people for select to daybook_worker
  using (school_id = (select sec.job_school()));

call sec.protect('role_assignments');
grant select, insert on role_assignments to daybook_app;
grant update (ends_at) on role_assignments to daybook_app;
create policy own_school on role_assignments for select to daybook_app
  using (school_id = (select sec.school()));
create policy admin_assigns on role_assignments for insert to daybook_app
  with check (school_id = (select sec.school()) and (select sec.has_role('admin'))
    and person_id <> (select sec.person()));
create policy admin_ends on role_assignments for update to daybook_app
  using (school_id = (select sec.school()) and (select sec.has_role('admin')))
  with check (school_id = (select sec.school()));
grant select on role_assignments to daybook_worker;
create policy job_school on role_assignments for select to daybook_worker
  using (school_id = (select sec.job_school()));

-- A declaration is between its maker and the school: nobody else reads it here.
call sec.protect('conflict_declarations');
grant select, insert on conflict_declarations to daybook_app;
grant update (ended_at) on conflict_declarations to daybook_app;
create policy own on conflict_declarations for select to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_adds on conflict_declarations for insert to daybook_app
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_ends on conflict_declarations for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));

call sec.protect('receipts');
grant select, insert on receipts to daybook_app;
grant update (result) on receipts to daybook_app;
create policy own on receipts for select to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_adds on receipts for insert to daybook_app
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_fills on receipts for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
