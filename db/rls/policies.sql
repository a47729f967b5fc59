call sec.protect('policies');
grant select on policies to daybook_app;
create policy own_school on policies for select to daybook_app using (school_id = (select sec.school()));

call sec.protect('policy_versions');
grant select on policy_versions to daybook_app;
create policy own_school on policy_versions for select to daybook_app
  using (school_id = (select sec.school()));

call sec.protect('policy_clauses');
grant select on policy_clauses to daybook_app;
create policy own_school on policy_clauses for select to daybook_app
  using (school_id = (select sec.school()));
