-- Notices come to be only through sec.notify, which asks the wall first.
call sec.protect('notices');
grant select on notices to daybook_app, daybook_worker;
grant update (read_at) on notices to daybook_app;
create policy own_reads on notices for select to daybook_app using (
  school_id = (select sec.school()) and person_id = (select sec.person())
  and (path like '/reports/%' or matter_id <> all ((select sec.walled())::uuid[])));
create policy own_marks on notices for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy job_school on notices for select to daybook_worker
  using (school_id = (select sec.job_school()));

-- The administrator reads the outbox: references and links, and not those beyond a wall.
call sec.protect('mails');
grant select on mails to daybook_app;
create policy admin_reads on mails for select to daybook_app using (
  school_id = (select sec.school()) and (select sec.has_role('admin'))
  and (matter_id is null or matter_id <> all ((select sec.walled())::uuid[])));
grant select, insert, update on mails to daybook_worker;
create policy job_school on mails to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));
