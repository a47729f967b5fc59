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

call sec.protect('policy_files');
grant select, insert, delete on policy_files to daybook_app;
create policy readers on policy_files for select to daybook_app using (
  school_id = (select sec.school())
  and version_id in (select v.id from policy_versions v where v.school_id = (select sec.school())));
create policy writers_add on policy_files for insert to daybook_app with check (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead'))
  and version_id in (select v.id from policy_versions v
    where v.school_id = (select sec.school()) and v.published_at is null));
create policy writers_drop on policy_files for delete to daybook_app using (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead'))
  and version_id in (select v.id from policy_versions v
    where v.school_id = (select sec.school()) and v.published_at is null));

-- One accepts for oneself, a version that was published, by its hash. Who accepted is known to
-- those who administer policies, and of their own team to line managers; governors get a rate.
call sec.protect('policy_acknowledgements');
grant select, insert on policy_acknowledgements to daybook_app;
create policy readers on policy_acknowledgements for select to daybook_app using (
  school_id = (select sec.school()) and (person_id = (select sec.person())
    or (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead'))
    or ((select sec.has_role('line-manager')) and person_id in (select p.id from people p
      where p.school_id = (select sec.school()) and p.line_manager_id = (select sec.person())))));
create policy own_accepts on policy_acknowledgements for insert to daybook_app with check (
  school_id = (select sec.school()) and person_id = (select sec.person())
  and exists (select 1 from policy_versions v where v.school_id = (select sec.school())
    and v.id = version_id and v.published_at is not null
    and v.sha256 = policy_acknowledgements.sha256));

-- How long an acceptance of a version holds: what the policy says, else twelve months.
create or replace function sec.again(rules jsonb) returns interval
language sql immutable set search_path = pg_catalog as
$$ select make_interval(months => coalesce((rules ->> 'acceptAgain')::int, 12)) $$;
revoke all on function sec.again(jsonb) from public;
grant execute on function sec.again(jsonb) to daybook_app, daybook_worker;

-- How many people a version binds today, and how many of them accepted it, without a name.
create or replace function sec.acceptance(a_version uuid) returns table (bound int, accepted int)
language sql stable security definer set search_path = pg_catalog, public as $$
  select count(*)::int, count(*) filter (where exists (select 1 from policy_acknowledgements a
    where a.school_id = p.school_id and a.version_id = v.id and a.person_id = p.id
      and a.accepted_at + sec.again(v.rules) > clock_timestamp()))::int
  from policy_versions v
  join people p on p.school_id = v.school_id and p.left_at is null
    and (case p.kind when 'governor' then 'governor' when 'staff' then p.engagement end) = any (v.binds)
  where v.school_id = sec.school() and v.id = a_version and v.published_at is not null
    and sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead', 'governor', 'chair',
      'vice-chair')
$$;
revoke all on function sec.acceptance(uuid) from public;
grant execute on function sec.acceptance(uuid) to daybook_app;

-- For whoever handles a case: which versions bound each member of staff or governor it names on a
-- day, when they had accepted them by the end of it, since when that had held no more or was asked
-- for, and in how many school days. A visitor is known only by the name they signed in under.
drop function if exists sec.bound_on(uuid, date);
create or replace function sec.bound_on(a_case uuid, a_day date)
returns table (person text, policy_id uuid, title text, number int, accepted_at timestamptz,
  began timestamptz, within int, visited boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  with d as (select (a_day + 1)::timestamp at time zone 'Europe/London' as ends),
  named as (select distinct p.id, p.name, p.kind, p.engagement, p.created_at
    from involvements i join people p on p.school_id = i.school_id and p.id = i.person_id
    where i.school_id = sec.school() and i.part = 'named' and (i.case_id = a_case
      or i.report_id in (select r.report_id from case_reports r
        where r.school_id = sec.school() and r.case_id = a_case))),
  force as (select distinct on (w.policy_id) w.* from policy_versions w, d
    where w.school_id = sec.school() and w.published_at < d.ends
    order by w.policy_id, w.number desc)
  select p.name, v.policy_id, v.title, v.number, l.at,
    greatest(v.published_at, p.created_at, l.at + sec.again(v.rules)),
    (v.rules ->> 'acceptWithin')::int, false
  from d cross join named p
  join force v on
    (case p.kind when 'governor' then 'governor' when 'staff' then p.engagement end) = any (v.binds)
  left join lateral (select max(a.accepted_at) as at from policy_acknowledgements a
    where a.school_id = v.school_id and a.version_id = v.id and a.person_id = p.id
      and a.accepted_at < d.ends) l on true
  where sec.handles(a_case)
  union all
  select p.name, v.policy_id, v.title, v.number, max(s.accepted_at), max(s.accepted_at), null, true
  from d cross join named p
  join policy_versions v on v.school_id = sec.school() and 'visitor' = any (v.binds)
  join policy_visits s on s.school_id = v.school_id and s.version_id = v.id
    and lower(s.name) = lower(p.name) and s.accepted_at < d.ends
    and s.accepted_at >= d.ends - interval '1 day'
  where p.kind not in ('staff', 'governor', 'pupil') and sec.handles(a_case)
  group by p.name, v.policy_id, v.title, v.number
$$;
revoke all on function sec.bound_on(uuid, date) from public;
grant execute on function sec.bound_on(uuid, date) to daybook_app;
