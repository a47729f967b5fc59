-- Everybody at the school reads what was published. A draft is seen by those who may write or
-- publish it (B12); nothing of a published version or its clauses is ever changed or removed.
call sec.protect('policies');
grant select, insert, delete on policies to daybook_app;
create policy own_school on policies for select to daybook_app using (school_id = (select sec.school()));
create policy writers_add on policies for insert to daybook_app with check (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead')));
create policy writers_drop on policies for delete to daybook_app using (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead')));

call sec.protect('policy_versions');
grant select, insert, update, delete on policy_versions to daybook_app;
create policy readers on policy_versions for select to daybook_app using (
  school_id = (select sec.school()) and (published_at is not null
    or (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead', 'admin'))));
create policy writers_draft on policy_versions for insert to daybook_app with check (
  school_id = (select sec.school()) and published_at is null and sha256 is null
  and drafted_by = (select sec.person())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead')));
-- An administrator publishes and writes nothing: what they leave behind must be published.
create policy writers_change on policy_versions for update to daybook_app
  using (school_id = (select sec.school()) and published_at is null
    and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead', 'admin')))
  with check (school_id = (select sec.school())
    and (published_at is null or (published_by = (select sec.person()) and sha256 is not null
      and approved_by is not null and approved_on is not null and next_review_on >= approved_on))
    and ((select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead'))
      or published_at is not null));
create policy writers_drop on policy_versions for delete to daybook_app using (
  school_id = (select sec.school()) and published_at is null
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead')));

-- The inner select is under the policies above: a draft's clauses are seen by who sees the draft.
call sec.protect('policy_clauses');
grant select, insert, update, delete on policy_clauses to daybook_app;
create policy readers on policy_clauses for select to daybook_app using (
  school_id = (select sec.school())
  and version_id in (select v.id from policy_versions v where v.school_id = (select sec.school())));
create policy writers_add on policy_clauses for insert to daybook_app with check (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead'))
  and version_id in (select v.id from policy_versions v
    where v.school_id = (select sec.school()) and v.published_at is null));
create policy writers_change on policy_clauses for update to daybook_app
  using (school_id = (select sec.school())
    and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead'))
    and version_id in (select v.id from policy_versions v
      where v.school_id = (select sec.school()) and v.published_at is null))
  with check (school_id = (select sec.school())
    and version_id in (select v.id from policy_versions v
      where v.school_id = (select sec.school()) and v.published_at is null));
create policy writers_drop on policy_clauses for delete to daybook_app using (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead'))
  and version_id in (select v.id from policy_versions v
    where v.school_id = (select sec.school()) and v.published_at is null));

call sec.protect('policy_signatures');
grant select, insert on policy_signatures to daybook_app;
create policy own_school on policy_signatures for select to daybook_app
  using (school_id = (select sec.school()));
create policy chair_signs on policy_signatures for insert to daybook_app with check (
  school_id = (select sec.school()) and person_id = (select sec.person())
  and (select sec.has_role('chair', 'vice-chair'))
  and exists (select 1 from policy_versions v where v.school_id = (select sec.school())
    and v.id = version_id and v.sha256 = policy_signatures.sha256));

call sec.protect('policy_notes');
grant select, insert on policy_notes to daybook_app;
create policy readers on policy_notes for select to daybook_app using (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead', 'admin', 'chair',
    'vice-chair')));
create policy writers_add on policy_notes for insert to daybook_app with check (
  school_id = (select sec.school()) and noted_by = (select sec.person())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead', 'chair', 'vice-chair')));
