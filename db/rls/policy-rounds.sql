-- Rounds of acknowledgement: reminders, questions and visitors.
call sec.protect('policy_reminders');
grant select on policy_reminders to daybook_worker;
create policy job_school on policy_reminders for select to daybook_worker
  using (school_id = (select sec.job_school()));

call sec.protect('policy_digests');
grant select, insert on policy_digests to daybook_worker;
create policy job_school on policy_digests to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

-- Schools where a version is in force that binds somebody. The worker then works school by school.
create or replace function sec.schools_bound() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct v.school_id from policy_versions v
  where v.published_at is not null and cardinality(v.binds) > 0
$$;

-- Whoever has still to accept a version in force and can sign in, by the day their round began.
create or replace function sec.policy_rounds(a_now timestamptz)
returns table (version_id uuid, began_on date, within int, people uuid[])
language sql stable security definer set search_path = pg_catalog, public as $$
  select v.id, (r.began at time zone 'Europe/London')::date, (v.rules ->> 'acceptWithin')::int,
    array_agg(p.id)
  from (select distinct on (policy_id) * from policy_versions
    where school_id = sec.job_school() and published_at <= a_now
    order by policy_id, number desc) v
  join people p on p.school_id = v.school_id and p.left_at is null
    and (case p.kind when 'governor' then 'governor' when 'staff' then p.engagement end) = any (v.binds)
  join accounts a on a.school_id = p.school_id and a.person_id = p.id and a.state = 'active'
  left join (select k.version_id, k.person_id, max(k.accepted_at) as at
    from policy_acknowledgements k where k.school_id = sec.job_school()
    group by 1, 2) l on l.version_id = v.id and l.person_id = p.id
  cross join lateral (select greatest(v.published_at, p.created_at, l.at + sec.again(v.rules))) r(began)
  where r.began <= a_now and (l.at is null or l.at + sec.again(v.rules) <= a_now)
  group by 1, 2, 3
$$;

-- Tells those of a round who were not told of this stage, or a later one, of it yet; answers with
-- the notices it made. A notice bears the number of the version and no word of the policy.
create or replace function sec.remind_round(a_version uuid, a_began date, a_stage int, a_people uuid[],
  a_now timestamptz) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, public as $$
  with told as (
    insert into policy_reminders (school_id, version_id, person_id, began_on, stage, at)
    select sec.job_school(), a_version, p, a_began, a_stage, a_now from unnest(a_people) p
    where p <> all ((select sec.suspended())::uuid[]) and not exists (select 1 from policy_reminders r
      where r.school_id = (select sec.job_school()) and r.version_id = a_version and r.person_id = p
        and r.began_on = a_began and r.stage >= a_stage)
    on conflict do nothing returning school_id, person_id)
  insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
  select t.school_id, gen_random_uuid(), t.person_id,
    case a_stage when 0 then 'policy-new' when 1 then 'policy-half' else 'policy-due' end,
    v.policy_id, 'version ' || v.number, '/policies/' || v.policy_id, a_now
  from told t join policy_versions v on v.school_id = t.school_id and v.id = a_version
  returning id
$$;

-- A question is read by who asked it and by whom it was asked of; the answer bears their name.
call sec.protect('policy_questions');
grant select, insert on policy_questions to daybook_app;
grant update (answer, answered_at, answered_by) on policy_questions to daybook_app;
create policy readers on policy_questions for select to daybook_app using (
  school_id = (select sec.school()) and (asked_by = (select sec.person())
    or (asked_of = 'headteacher' and (select sec.has_role('headteacher')))
    or (asked_of = 'chair' and (select sec.has_role('chair', 'vice-chair')))));
create policy own_asks on policy_questions for insert to daybook_app with check (
  school_id = (select sec.school()) and asked_by = (select sec.person()) and answer is null
  and asked_of in ('headteacher', 'chair') and version_id in (select v.id from policy_versions v
    where v.school_id = (select sec.school()) and v.published_at is not null));
create policy asked_answer on policy_questions for update to daybook_app
  using (school_id = (select sec.school()) and answer is null and asked_by <> (select sec.person())
    and ((asked_of = 'headteacher' and (select sec.has_role('headteacher')))
      or (asked_of = 'chair' and (select sec.has_role('chair', 'vice-chair')))))
  with check (school_id = (select sec.school()) and answered_by = (select sec.person()));

-- Tells whom a question is asked of, or who asked it that it is answered; without a word of either.
create or replace function sec.notify_question(a_question uuid) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare q policy_questions; v_number int;
begin
  select * into q from policy_questions x where x.school_id = sec.school() and x.id = a_question;
  select number into v_number from policy_versions v where v.school_id = q.school_id and v.id = q.version_id;
  if q.id is null or sec.person() is distinct from coalesce(q.answered_by, q.asked_by) then
    raise exception 'not-found';
  end if;
  return query insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
    select q.school_id, gen_random_uuid(), p, case when q.answer is null then 'policy-question'
      else 'policy-answer' end, q.policy_id, 'version ' || v_number,
      '/policies/' || q.policy_id || '#questions', clock_timestamp()
    from (select distinct q.asked_by as p where q.answer is not null
      union select distinct r.person_id from role_assignments r
      join people w on w.school_id = r.school_id and w.id = r.person_id and w.left_at is null
      where q.answer is null and r.school_id = q.school_id and r.role = q.asked_of
        and r.starts_at <= clock_timestamp() and (r.ends_at is null or r.ends_at > clock_timestamp())) x
    where p <> all ((select sec.suspended())::uuid[])
    returning id;
end $$;

-- For a trust lead: of each school where the same sign-in of a directory leads to an account of
-- theirs with that role, how many people policies bind, and how many of them owe none. No name.
create or replace function sec.trust_acceptance()
returns table (school text, bound int, accepted int)
language sql stable security definer set search_path = pg_catalog, public as $$
  with mine as (select a.school_id from sec.live_session() s
    join identities i on i.school_id = s.school_id and i.account_id = s.account_id
    join identities o on o.issuer = i.issuer and o.subject = i.subject
    join accounts a on a.school_id = o.school_id and a.id = o.account_id and a.state = 'active'
    join role_assignments r on r.school_id = a.school_id and r.person_id = a.person_id
      and r.role in ('trust-lead', 'trust-chair') and r.starts_at <= clock_timestamp()
      and (r.ends_at is null or clock_timestamp() < r.ends_at)
    where (select sec.has_role('trust-lead', 'trust-chair'))
    union select sec.school() where (select sec.has_role('trust-lead', 'trust-chair'))),
  force as (select distinct on (w.school_id, w.policy_id) w.* from mine m
    join policy_versions w on w.school_id = m.school_id and w.published_at is not null
    order by w.school_id, w.policy_id, w.number desc),
  owed as (select p.school_id, p.id, bool_and(exists (select 1 from policy_acknowledgements k
      where k.school_id = p.school_id and k.version_id = v.id and k.person_id = p.id
        and k.accepted_at + sec.again(v.rules) > clock_timestamp())) as done
    from force v join people p on p.school_id = v.school_id and p.left_at is null
      and (case p.kind when 'governor' then 'governor' when 'staff' then p.engagement end) = any (v.binds)
    group by 1, 2)
  select s.name, count(*)::int, count(*) filter (where o.done)::int
  from owed o join schools s on s.id = o.school_id group by s.id, s.name order by s.name
$$;

-- Who signed in at the door is read by those who administer policies.
call sec.protect('policy_visits');
grant select on policy_visits to daybook_app;
create policy writers_read on policy_visits for select to daybook_app using (
  school_id = (select sec.school())
  and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'dpo', 'trust-lead')));

-- The versions a visitor accepts at this address, and the school's name; no row when it is closed.
create or replace function sec.find_visit(door text)
returns table (school_id uuid, school text, version_id uuid, policy_id uuid, number int, title text,
  sha256 text, clauses jsonb)
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id, s.name, v.id, v.policy_id, v.number, v.title, v.sha256,
    (select jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'kind', c.kind,
        'heading', c.heading, 'words', c.words, 'types', c.types, 'severity', c.severity)
        order by c.position, c.code)
      from policy_clauses c where c.school_id = v.school_id and c.version_id = v.id)
  from public.schools s
  left join lateral (select distinct on (w.policy_id) w.* from policy_versions w
    where w.school_id = s.id and w.published_at is not null
    order by w.policy_id, w.number desc) v on 'visitor' = any (v.binds)
  where s.visit_name = door order by v.title
$$;

-- Signs a visitor in to exactly the versions in force, by their hashes; false when another is in
-- force by now or the door is closed. The same key again signs nobody in twice.
create or replace function sec.sign_visit(door text, a_id uuid, hashes text[], a_name text,
  a_visiting text, a_signature text, a_kind text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare v_school uuid; v_new int;
begin
  select f.school_id into v_school from sec.find_visit(door) f where f.version_id is not null limit 1;
  if v_school is null or (select array_agg(f.sha256 order by f.sha256) from sec.find_visit(door) f)
    is distinct from (select array_agg(h order by h) from unnest(hashes) h) then return false; end if;
  insert into policy_visits (school_id, id, version_id, sha256, name, visiting, signature,
      signature_kind, accepted_at)
    select v_school, a_id, f.version_id, f.sha256, a_name, a_visiting, a_signature, a_kind,
      clock_timestamp() from sec.find_visit(door) f
    on conflict do nothing;
  get diagnostics v_new = row_count;
  if v_new > 0 then
    perform sec.write_leaf(v_school, 'visitor', 'visitor', 'visitor-signed', 'school', v_school, null,
      'by-door', json_build_object('id', a_id, 'name', a_name, 'hashes', hashes)::text);
  end if;
  return true;
end $$;

do $$ declare f text; begin
  foreach f in array array['sec.schools_bound()', 'sec.policy_rounds(timestamptz)',
    'sec.remind_round(uuid, date, int, uuid[], timestamptz)', 'sec.notify_question(uuid)',
    'sec.trust_acceptance()', 'sec.find_visit(text)',
    'sec.sign_visit(text, uuid, text[], text, text, text, text)'] loop
    execute format('revoke all on function %s from public', f);
  end loop;
  foreach f in array array['sec.notify_question(uuid)', 'sec.trust_acceptance()', 'sec.find_visit(text)',
    'sec.sign_visit(text, uuid, text[], text, text, text, text)'] loop
    execute format('grant execute on function %s to daybook_app', f);
  end loop;
  foreach f in array array['sec.schools_bound()', 'sec.policy_rounds(timestamptz)',
    'sec.remind_round(uuid, date, int, uuid[], timestamptz)'] loop
    execute format('grant execute on function %s to daybook_worker', f);
  end loop;
end $$;
