call sec.protect('installation');
grant select on installation to daybook_app, daybook_worker, daybook_sequencer;
create policy all_read on installation for select to daybook_app, daybook_worker, daybook_sequencer using (true);
-- A demo never becomes a school, and a school never a demo: not by the owner, not by a superuser.
create or replace function sec.keep_installation() returns trigger language plpgsql as $$
begin raise exception 'what this database is was said once and does not change'; end $$;
create or replace trigger keep_installation before update or delete on installation
  for each row execute function sec.keep_installation();
create or replace trigger keep_installation_whole before truncate on installation
  for each statement execute function sec.keep_installation();

call sec.protect('trusts');
grant select on trusts to daybook_app;
create policy own_trust on trusts for select to daybook_app
  using (id = (select s.trust_id from schools s where s.id = (select sec.school())));

call sec.protect('schools');
grant select on schools to daybook_app, daybook_worker;
create policy own_school on schools for select to daybook_app using (id = (select sec.school()));
create policy job_school on schools for select to daybook_worker using (id = (select sec.job_school()));

call sec.protect('terms');
grant select on terms to daybook_app, daybook_worker;
create policy own_school on terms for select to daybook_app using (school_id = (select sec.school()));
create policy job_school on terms for select to daybook_worker using (school_id = (select sec.job_school()));

call sec.protect('inset_days');
grant select on inset_days to daybook_app, daybook_worker;
create policy own_school on inset_days for select to daybook_app using (school_id = (select sec.school()));
create policy job_school on inset_days for select to daybook_worker using (school_id = (select sec.job_school()));

call sec.protect('concern_types');
grant select on concern_types to daybook_app;
create policy own_school on concern_types for select to daybook_app using (school_id = (select sec.school()));

call sec.protect('routes');
grant select on routes to daybook_app, daybook_worker;
create policy own_school on routes for select to daybook_app using (school_id = (select sec.school()));
-- A school adds recipients; what a row names of itself no login of the app can change.
grant update (added) on routes to daybook_app;
create policy lead_adds on routes for update to daybook_app
  using (school_id = (select sec.school()) and (select sec.has_role('headteacher', 'admin')))
  with check (school_id = (select sec.school()));
create policy job_school on routes for select to daybook_worker using (school_id = (select sec.job_school()));
