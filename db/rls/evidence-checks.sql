-- What the nightly check found. Written by the worker, and by whoever meets a damaged item; read
-- only through the functions below, which know walls and roles.
call sec.protect('evidence_checks');
call sec.protect('evidence_nights');
grant select, insert, update on evidence_checks, evidence_nights to daybook_worker;
create policy job_school on evidence_checks to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));
create policy job_school on evidence_nights to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

-- Everything that checking one item needs, the longest unchecked first. What is damaged is looked
-- at again every night, as it may have been put back.
create or replace function sec.due_evidence(a_before timestamptz, a_again timestamptz, a_most int)
returns table (id uuid, storage_key text, size bigint, sha256 text, header text, wrapped text,
  report_id uuid, reference text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.id, e.storage_key, e.size, e.sha256, e.header, k.wrapped, e.report_id, r.reference
  from evidence e
  left join evidence_checks c on c.school_id = e.school_id and c.evidence_id = e.id
  left join school_keys k on k.school_id = e.school_id and k.id = e.key_id
  left join reports r on r.school_id = e.school_id and r.id = e.report_id
  where e.school_id = sec.job_school() and e.state not in ('removed', 'destroyed')
    and (coalesce(c.checked_at, e.received_at) < a_before
      or (c.found <> 'whole' and c.checked_at < a_again))
  order by coalesce(c.checked_at, e.received_at) limit a_most
$$;

-- The rows of files whose keys start with two letters, over all schools: ids and keys, no content.
-- `gone`: taken back before sending, or destroyed, so that no file is expected.
create or replace function sec.placed_evidence(a_letters text)
returns table (school_id uuid, id uuid, report_id uuid, reference text, storage_key text,
  gone boolean, received_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.school_id, e.id, e.report_id, r.reference, e.storage_key,
    e.state in ('removed', 'destroyed'), e.received_at
  from evidence e left join reports r on r.school_id = e.school_id and r.id = e.report_id
  where left(e.storage_key, 2) = a_letters
$$;
create or replace function sec.all_schools() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as
$$ select s.id from schools s $$;
revoke all on function sec.due_evidence(timestamptz, timestamptz, int),
  sec.placed_evidence(text), sec.all_schools() from public;
grant execute on function sec.due_evidence(timestamptz, timestamptz, int),
  sec.placed_evidence(text), sec.all_schools() to daybook_worker;

-- Somebody who may see an item met it damaged.
create or replace function sec.note_damage(a_item uuid, a_found text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if a_found not in ('missing', 'changed', 'exchanged', 'key') then
    raise exception 'the check takes codes, never words';
  end if;
  insert into evidence_checks (school_id, evidence_id, checked_at, found, since)
    select e.school_id, e.id, clock_timestamp(), a_found, clock_timestamp() from evidence e
    where e.school_id = sec.school() and e.id = a_item
      and (e.uploader_id = sec.person() or sec.wrote(e.report_id) or sec.handles(e.report_id))
  on conflict (school_id, evidence_id) do update set checked_at = excluded.checked_at,
    since = case when evidence_checks.found = 'whole' then excluded.since
      else evidence_checks.since end,
    found = excluded.found;
end $$;

-- For the page of DSLs and administrators. A matter somebody is walled from is in no list and no
-- count; what was not sent yet is nobody's but its writer's, so only an administrator, who has to
-- put a file back, hears that there is one. Only they hear where it is kept.
create or replace function sec.damaged_evidence()
returns table (evidence_id uuid, report_id uuid, reference text, found text, since timestamptz,
  checked_at timestamptz, storage_key text, opens boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.id, e.report_id, r.reference, c.found, c.since, c.checked_at,
    case when sec.has_role('admin') then e.storage_key end,
    e.report_id is not null and sec.handles(e.report_id)
  from evidence_checks c
  join evidence e on e.school_id = c.school_id and e.id = c.evidence_id
  left join reports r on r.school_id = e.school_id and r.id = e.report_id
  where c.school_id = (select sec.school()) and c.found <> 'whole'
    and e.state not in ('removed', 'destroyed')
    and (select sec.has_role('admin', 'dsl'))
    and (e.report_id is not null or (select sec.has_role('admin')))
    and (e.report_id is null or e.report_id <> all ((select sec.walled())::uuid[]))
  order by c.since desc, e.id limit 200
$$;
create or replace function sec.evidence_health()
returns table (items bigint, bytes numeric, oldest timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select count(*), coalesce(sum(e.size), 0), min(coalesce(c.checked_at, e.received_at))
  from evidence e
  left join evidence_checks c on c.school_id = e.school_id and c.evidence_id = e.id
  where e.school_id = (select sec.school()) and e.state not in ('removed', 'destroyed')
    and (select sec.has_role('admin'))
    and (e.report_id is null or e.report_id <> all ((select sec.walled())::uuid[]))
$$;
create or replace function sec.evidence_nights()
returns table (night date, ended_at timestamptz, compared_at timestamptz, strays int, dropped int,
  problem text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select n.night, n.ended_at, n.compared_at, n.strays, n.dropped, n.problem
  from evidence_nights n
  where n.school_id = (select sec.school()) and (select sec.has_role('admin', 'dsl'))
  order by n.night desc limit 7
$$;
revoke all on function sec.note_damage(uuid, text), sec.damaged_evidence(), sec.evidence_health(),
  sec.evidence_nights() from public;
grant execute on function sec.note_damage(uuid, text), sec.damaged_evidence(),
  sec.evidence_health(), sec.evidence_nights() to daybook_app;
