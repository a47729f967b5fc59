-- Insert-only by grant (nobody but the definer writes) and by trigger (not even the owner rewrites).
call sec.protect('ledger_leaves');
call sec.protect('ledger_pending');
call sec.protect('ledger_entries');
call sec.protect('ledger_checkpoints');
call sec.protect('ledger_openings');
call sec.protect('ledger_pseudonyms');
call sec.protect('ledger_nodes');
call sec.protect('ledger_keys');
call sec.protect('ledger_anchors');
call sec.protect('anchor_tries');
call sec.protect('ledger_checks');

grant select on ledger_leaves to daybook_sequencer;
create policy sequencer_reads on ledger_leaves for select to daybook_sequencer using (true);
grant select, delete on ledger_pending to daybook_sequencer;
create policy sequencer_takes on ledger_pending to daybook_sequencer using (true);
grant select, insert on ledger_entries to daybook_sequencer;
create policy sequencer_numbers on ledger_entries to daybook_sequencer using (true) with check (true);
grant select, insert on ledger_checkpoints to daybook_sequencer;
create policy sequencer_signs on ledger_checkpoints to daybook_sequencer using (true) with check (true);

-- Keys, stamps and checks hold nothing of a school: its people see them, the sequencer writes them.
do $$ declare t text; begin
  foreach t in array array['ledger_nodes', 'ledger_keys', 'ledger_anchors', 'ledger_checks',
      'anchor_tries'] loop
    execute format('grant select, insert on %I to daybook_sequencer', t);
    execute format('create policy sequencer_keeps on %I to daybook_sequencer using (true)
      with check (true)', t);
    if t <> 'ledger_nodes' then
      execute format('grant select on %I to daybook_app', t);
      execute format('create policy all_read on %I for select to daybook_app using (true)', t);
    end if;
  end loop;
end $$;
grant update on anchor_tries to daybook_sequencer;

create or replace function sec.refuse_rewrite() returns trigger language plpgsql as $$
begin raise exception 'the ledger is append-only'; end $$;

do $$ declare t text; begin
  foreach t in array array['ledger_leaves', 'ledger_entries', 'ledger_checkpoints',
      'ledger_nodes', 'ledger_keys', 'ledger_anchors', 'ledger_checks'] loop
    execute format('drop trigger if exists refuse_rewrite on %I', t);
    execute format('create trigger refuse_rewrite before update or delete on %I
      for each row execute function sec.refuse_rewrite()', t);
    execute format('drop trigger if exists refuse_truncate on %I', t);
    execute format('create trigger refuse_truncate before truncate on %I
      for each statement execute function sec.refuse_rewrite()', t);
  end loop;
end $$;

-- A person's name in the ledger. Its first leaf commits to whose it is, so that nobody can give it
-- to another unseen; without the leaf's opening and this row it is nobody's again.
create or replace function sec.pseudonym(a_school uuid, a_person uuid) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_made uuid;
begin
  insert into ledger_pseudonyms values (a_school, a_person, gen_random_uuid()) on conflict do nothing
    returning pseudonym into v_made;
  if v_made is not null then perform sec.bind_pseudonym(a_school, a_person, v_made); end if;
  return (select pseudonym from ledger_pseudonyms p
    where p.school_id = a_school and p.person_id = a_person);
end $$;
create or replace function sec.bind_pseudonym(a_school uuid, a_person uuid, a_pseudonym uuid)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  return sec.write_leaf(a_school, 'system', 'system', 'pseudonym-made', 'pseudonym', a_pseudonym,
    null, null, sec.json(a_person::text));
end $$;

create or replace function sec.json(v text) returns text language sql immutable
as $$ select coalesce(to_json(v)::text, 'null') $$;

-- A random id that begins with the time (UUID version 7), so that what is written later stands later
-- in every index: with wholly random ones an append grows slower as the ledger grows.
create or replace function sec.timed_id(at timestamptz) returns uuid language sql volatile as $$
  select encode(set_byte(v, 6, (get_byte(v, 6) & 15) | 112), 'hex')::uuid
  from (select overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from at) * 1000)::bigint) from 3) from 1 for 6)) t (v)
$$;

-- Writes one leaf in the caller's transaction: canonical JSON (RFC 8785: keys in order, no space),
-- a commitment instead of every personal value, and the hash of the chain's leaf before it.
create or replace function sec.write_leaf(a_school uuid, a_actor text, a_role text, a_action text,
  a_kind text, a_object uuid, a_case uuid, a_reason text, a_values text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public
-- A connection that met the ledger while it was empty would go on reading all of it for one leaf.
set enable_seqscan = off as $$
declare
  v_at timestamptz := clock_timestamp(); v_id uuid := sec.timed_id(v_at);
  v_chain uuid := coalesce(a_case, a_object); v_prev text; v_salt bytea; v_commitment text; v_leaf text;
begin
  if (a_action || coalesce(a_reason, '')) !~ '^[a-z0-9-]+$' then
    raise exception 'the ledger takes codes, never words';
  end if;
  select encode(sha256('\x00'::bytea || convert_to(l.leaf, 'UTF8')), 'hex') into v_prev
    from ledger_leaves l where l.school_id = a_school and l.chain_id = v_chain
    order by l.at desc limit 1;
  if a_values is not null then
    v_salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    v_commitment := encode(sha256(v_salt || convert_to(a_values, 'UTF8')), 'hex');
    insert into ledger_openings values (v_id, a_school, v_salt, a_values);
  end if;
  v_leaf := '{"action":' || sec.json(a_action) || ',"actor":' || sec.json(a_actor)
    || ',"at":' || sec.json(to_char(v_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    || ',"build":' || sec.json(coalesce(nullif(current_setting('daybook.build', true), ''), 'dev'))
    || ',"case":' || sec.json(a_case::text) || ',"commitment":' || sec.json(v_commitment)
    || ',"event":' || sec.json(v_id::text) || ',"object":' || sec.json(a_kind || ':' || a_object)
    || ',"origin":' || sec.json((select origin from installation)) || ',"prev":' || sec.json(v_prev)
    || ',"reason":' || sec.json(a_reason) || ',"role":' || sec.json(a_role)
    || ',"school":' || sec.json(a_school::text) || ',"v":1}';
  insert into ledger_leaves (id, school_id, object_id, chain_id, at, leaf)
    values (v_id, a_school, a_object, v_chain, v_at, v_leaf);
  insert into ledger_pending values (v_id);
  return v_id;
end $$;

-- The app's and the worker's way in: the actor is whoever the session says, never an argument.
create or replace function sec.append_ledger(a_role text, a_action text, a_kind text, a_object uuid,
  a_case uuid, a_reason text, a_values text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if sec.person() is not null then
    if a_role <> 'reporter' and not (a_role = any (sec.roles())) then
      raise exception 'the role % is not held', a_role;
    end if;
    return sec.write_leaf(sec.school(), sec.pseudonym(sec.school(), sec.person())::text, a_role,
      a_action, a_kind, a_object, a_case, a_reason, a_values);
  end if;
  if session_user = 'daybook_worker' and sec.job_school() is not null then
    return sec.write_leaf(sec.job_school(), 'system', 'system', a_action, a_kind, a_object, a_case,
      a_reason, a_values);
  end if;
  raise exception 'nobody is asking';
end $$;

-- One leaf for each of these cases: who asks is asked once.
create or replace function sec.append_of_cases(a_role text, a_action text, a_cases uuid[],
  a_reason text) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_actor text;
begin
  if sec.person() is null then raise exception 'nobody is asking'; end if;
  if a_role <> 'reporter' and not (a_role = any (sec.roles())) then
    raise exception 'the role % is not held', a_role;
  end if;
  v_actor := sec.pseudonym(v_school, sec.person())::text;
  perform sec.write_leaf(v_school, v_actor, a_role, a_action, 'case', one, one, a_reason, null)
    from unnest(a_cases) one;
end $$;
revoke all on function sec.append_of_cases(text, text, uuid[], text) from public;
grant execute on function sec.append_of_cases(text, text, uuid[], text) to daybook_app;

revoke all on function sec.pseudonym(uuid, uuid), sec.json(text), sec.timed_id(timestamptz),
  sec.bind_pseudonym(uuid, uuid, uuid), sec.refuse_rewrite(),
  sec.write_leaf(uuid, text, text, text, text, uuid, uuid, text, text),
  sec.append_ledger(text, text, text, uuid, uuid, text, text) from public;
grant execute on function sec.append_ledger(text, text, text, uuid, uuid, text, text)
  to daybook_app, daybook_worker;

-- A leaf whose kept words no longer open its commitment: for the verifier, who reads no words.
create or replace function sec.altered_opening() returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.leaf_id from ledger_openings o left join ledger_leaves l on l.id = o.leaf_id
  where encode(sha256(o.salt || convert_to(o.value, 'UTF8')), 'hex')
    is distinct from l.leaf::json ->> 'commitment' limit 1
$$;

-- A pseudonym that is another person's now than when it was made, or that nothing speaks of, or that
-- was taken away while what says whose it is was left; with the leaf that made it: of several the
-- first that was numbered.
create or replace function sec.altered_pseudonym() returns table (pseudonym uuid, leaf_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  with made as (
    select distinct on (l.school_id, l.object_id) l.id, l.school_id, l.object_id as pseudonym, o.value
    from ledger_leaves l
    left join ledger_openings o on o.leaf_id = l.id
    left join ledger_entries e on e.leaf_id = l.id
    where l.leaf like '{"action":"pseudonym-made",%'
    order by l.school_id, l.object_id, e.seq nulls last)
  select coalesce(p.pseudonym, m.pseudonym), m.id
  from ledger_pseudonyms p full join made m using (school_id, pseudonym)
  where case when p.pseudonym is null then m.value is not null
    else m.value is distinct from sec.json(p.person_id::text) end limit 1
$$;
-- Those of before they were written down: from here on they are what they are now.
select sec.bind_pseudonym(p.school_id, p.person_id, p.pseudonym) from ledger_pseudonyms p
where not exists (select 1 from ledger_leaves l where l.school_id = p.school_id
  and l.object_id = p.pseudonym and l.leaf like '{"action":"pseudonym-made",%');

-- A restored database lost what came after its backup. Each school's ledger says so for good.
create or replace function sec.record_restore(a_size bigint, a_lost bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform sec.write_leaf(s.id, 'system', 'system', 'ledger-restored', 'school', s.id, null,
    'at-' || a_size || '-of-' || a_lost, null) from schools s;
end $$;
revoke all on function sec.altered_opening(), sec.altered_pseudonym(),
  sec.record_restore(bigint, bigint) from public;
grant execute on function sec.altered_opening(), sec.altered_pseudonym(),
  sec.record_restore(bigint, bigint) to daybook_sequencer;

-- What somebody had opened of a case, its reports and their evidence before they were shut out.
create or replace function sec.past_access(a_case uuid, a_person uuid)
returns table (views int, last_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select count(*)::int, max(l.at) from public.ledger_leaves l
  join public.ledger_pseudonyms p on p.school_id = l.school_id and p.person_id = a_person
  where l.school_id = sec.school() and sec.handles(a_case)
    and l.chain_id in (select sec.joined(sec.school(), a_case))
    and l.leaf::json ->> 'actor' = p.pseudonym::text
    and l.leaf::json ->> 'action' in ('case-viewed', 'report-viewed', 'evidence-viewed',
      'evidence-exported')
$$;
revoke all on function sec.past_access(uuid, uuid) from public;
grant execute on function sec.past_access(uuid, uuid) to daybook_app;

-- Did whoever is asking open or save this item within half an hour?
create or replace function sec.opened_lately(a_item uuid, a_action text) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.ledger_leaves l
    join public.ledger_pseudonyms p on p.school_id = l.school_id and p.person_id = sec.person()
    where l.school_id = sec.school() and l.object_id = a_item
      and l.at > clock_timestamp() - interval '30 minutes'
      and l.leaf::json ->> 'action' = a_action and l.leaf::json ->> 'actor' = p.pseudonym::text)
$$;
revoke all on function sec.opened_lately(uuid, text) from public;
grant execute on function sec.opened_lately(uuid, text) to daybook_app;

-- Was it written down within a day that this item is not as it was kept?
create or replace function sec.damage_known(a_item uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.ledger_leaves l where l.school_id = sec.school()
    and l.object_id = a_item and l.at > clock_timestamp() - interval '1 day'
    and l.leaf::json ->> 'action' = 'evidence-damaged')
$$;
revoke all on function sec.damage_known(uuid) from public;
grant execute on function sec.damage_known(uuid) to daybook_app;

-- Who opened or saved each item of a matter's report, the five latest an item, for its handlers.
create or replace function sec.evidence_views(a_report uuid)
returns table (evidence_id uuid, person_id uuid, at timestamptz, saved boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.id, p.person_id, v.at, v.leaf::json ->> 'action' = 'evidence-exported'
  from public.evidence e
  cross join lateral (select l.leaf, l.at from public.ledger_leaves l
    where l.school_id = e.school_id and l.object_id = e.id
      and l.leaf::json ->> 'action' in ('evidence-viewed', 'evidence-exported')
    order by l.at desc limit 5) v
  join public.ledger_pseudonyms p on p.school_id = e.school_id
    and p.pseudonym::text = v.leaf::json ->> 'actor'
  where e.school_id = sec.school() and e.report_id = a_report and sec.handles(a_report)
$$;
revoke all on function sec.evidence_views(uuid) from public;
grant execute on function sec.evidence_views(uuid) to daybook_app;

-- Hashes of whole subtrees, for proofs: of level 0 the entries' own. A hash tells nothing of its leaf.
create or replace function sec.ledger_hashes(levels int[], froms bigint[], tos bigint[])
returns table (ord bigint, index bigint, hash bytea)
language sql stable security definer set search_path = pg_catalog, public as $$
  select q.ord, h.index, h.hash
  from unnest(levels, froms, tos) with ordinality as q (level, first, past, ord)
  cross join lateral (
    select e.seq as index, e.leaf_hash as hash from public.ledger_entries e
      where q.level = 0 and e.seq >= q.first and e.seq < q.past
    union all
    select n.index, n.hash from public.ledger_nodes n
      where n.level = q.level and n.index >= q.first and n.index < q.past) h
$$;
-- The last signed head.
create or replace function sec.ledger_head()
returns table (size bigint, note text, signed_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.size, c.note, c.signed_at from public.ledger_checkpoints c order by c.size desc limit 1
$$;
-- When a school's ledger was restored from a backup: at how many entries, of how many.
create or replace function sec.ledger_restores()
returns table (at timestamptz, kept bigint, lost bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
  select l.at, split_part(r.reason, '-', 2)::bigint, split_part(r.reason, '-', 4)::bigint
  from public.ledger_leaves l, lateral (select l.leaf::json ->> 'reason' as reason) r
  where l.school_id = sec.school() and l.object_id = sec.school()
    and l.leaf::json ->> 'action' = 'ledger-restored' order by l.at
$$;
-- Each school's ledger says for good that the key which signs it was changed, and to which.
create or replace function sec.record_key_change(a_fingerprint text) returns void
language sql security definer set search_path = pg_catalog, public as $$
  select sec.write_leaf(s.id, 'system', 'system', 'ledger-key-changed', 'school', s.id, null,
    'to-' || a_fingerprint, null) from public.schools s
$$;
revoke all on function sec.ledger_hashes(int[], bigint[], bigint[]), sec.ledger_head(),
  sec.ledger_restores(), sec.record_key_change(text) from public;
grant execute on function sec.ledger_hashes(int[], bigint[], bigint[])
  to daybook_app, daybook_sequencer;
grant execute on function sec.ledger_head(), sec.ledger_restores() to daybook_app;
grant execute on function sec.record_key_change(text) to daybook_sequencer;

-- Whom to tell when the whole ledger does not hold.
create or replace function sec.all_schools() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id from public.schools s
$$;
revoke all on function sec.all_schools() from public;
grant execute on function sec.all_schools() to daybook_worker;

-- Was it written down within a day that a browser knows another ledger?
create or replace function sec.difference_known() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.ledger_leaves l where l.school_id = sec.school()
    and l.object_id = sec.school() and l.at > clock_timestamp() - interval '1 day'
    and l.leaf::json ->> 'action' = 'ledger-differed')
$$;
revoke all on function sec.difference_known() from public;
grant execute on function sec.difference_known() to daybook_app;
-- All that was done with the items of a matter's report, for its handlers, in order.
create or replace function sec.custody(a_report uuid)
returns table (evidence_id uuid, event uuid, action text, reason text, role text, person_id uuid,
  at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.id, l.id, l.leaf::json ->> 'action', l.leaf::json ->> 'reason', l.leaf::json ->> 'role',
    p.person_id, l.at
  from public.evidence e
  join public.ledger_leaves l on l.school_id = e.school_id and l.object_id = e.id
  left join public.ledger_pseudonyms p on p.school_id = e.school_id
    and p.pseudonym::text = l.leaf::json ->> 'actor'
  where e.school_id = sec.school() and e.report_id = a_report and sec.handles(a_report)
  order by l.at, l.id
$$;

-- The numbered leaves behind a bundle: those named, if they are of items of its case, and its own.
-- Words are opened only of what a bundle proves: which bytes came, which copy was made, what was given.
create or replace function sec.bundle_entries(a_disclosure uuid, a_events uuid[])
returns table (seq bigint, leaf text, salt bytea, value text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select n.seq, l.leaf, o.salt, o.value
  from public.disclosures d
  join public.ledger_leaves l on l.school_id = d.school_id
    and (l.id = any (a_events) or (l.object_id = d.case_id and l.chain_id = d.case_id))
  join public.ledger_entries n on n.leaf_id = l.id
  left join public.ledger_openings o on o.leaf_id = l.id
    and case when l.leaf::json ->> 'action' in ('evidence-received', 'evidence-redacted',
        'case-disclosed')
      then o.value::jsonb - array['sha256', 'size', 'reportId', 'original', 'disclosure', 'manifest']
        = '{}' else false end
  where d.school_id = sec.school() and d.id = a_disclosure and sec.handles(d.case_id)
    and ((l.id = any (a_events) and exists (select 1 from public.disclosure_items i
          join public.evidence e on e.school_id = i.school_id and e.id = i.evidence_id
          where i.school_id = d.school_id and i.disclosure_id = d.id and i.kind <> 'left-out'
            and e.state not in ('sealed', 'destroyed') and l.object_id = i.evidence_id))
      or (l.leaf::json ->> 'action' = 'case-disclosed'
        and o.value::json ->> 'disclosure' = d.id::text))
  order by n.seq
$$;

-- Hashes of leaves, which tell nothing of them, and the last signed head: for proofs.
create or replace function sec.leaf_hashes(a_from bigint, a_past bigint)
returns table (hash bytea)
language sql stable security definer set search_path = pg_catalog, public as $$
  select leaf_hash from public.ledger_entries where seq >= a_from and seq < a_past order by seq
$$;
create or replace function sec.last_head() returns table (size bigint, note text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.size, c.note from public.ledger_checkpoints c order by c.size desc limit 1
$$;
revoke all on function sec.custody(uuid), sec.bundle_entries(uuid, uuid[]),
  sec.leaf_hashes(bigint, bigint), sec.last_head() from public;
grant execute on function sec.custody(uuid), sec.bundle_entries(uuid, uuid[]),
  sec.leaf_hashes(bigint, bigint), sec.last_head() to daybook_app;

-- The keys that ever signed, and the outside stamps over heads up to a size.
create or replace function sec.bundle_keys() returns table (verifier text, note text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select verifier, note from public.ledger_keys order by since
$$;
create or replace function sec.bundle_anchors(a_size bigint)
returns table (size bigint, note text, answer bytea)
language sql stable security definer set search_path = pg_catalog, public as $$
  select c.size, c.note, a.answer from public.ledger_anchors a
    join public.ledger_checkpoints c on c.size = a.size where c.size <= a_size
    order by c.size, a.stamped_at
$$;
revoke all on function sec.bundle_keys(), sec.bundle_anchors(bigint) from public;
grant execute on function sec.bundle_keys(), sec.bundle_anchors(bigint) to daybook_app;
