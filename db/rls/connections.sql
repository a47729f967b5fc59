-- A mark stands and falls with the right to handle the report, or to see the picture, it was made of.
call sec.protect('marks');
grant select, insert on marks to daybook_app;
grant select, insert on marks to daybook_worker;
create policy with_source on marks for select to daybook_app using (
  school_id = (select sec.school()) and (
    exists (select 1 from triages t where t.school_id = marks.school_id
      and t.report_id = marks.source_id)
    or exists (select 1 from evidence e where e.school_id = marks.school_id
      and e.id = marks.source_id and e.state = 'attached')));
create policy writer_marks on marks for insert to daybook_app with check (
  school_id = (select sec.school()) and (
    (select sec.wrote(source_id))
    or exists (select 1 from evidence e where e.school_id = marks.school_id
      and e.id = marks.source_id and e.uploader_id = (select sec.person()))));
create policy job_school on marks to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

create or replace function sec.forget_marks() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  delete from marks where school_id = new.school_id and source_id = new.id;
  return null;
end $$;
drop trigger if exists forget_marks on evidence;
create trigger forget_marks after update of state on evidence
  for each row when (new.state not in ('staged', 'attached')) execute function sec.forget_marks();
revoke all on function sec.forget_marks() from public;

-- What was sent before there were marks gets them once, by the worker, a piece at a time.
call sec.protect('mark_fills');
grant select, insert, update (after, done_at) on mark_fills to daybook_worker;
create policy job_school on mark_fills to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));
create or replace function sec.unmarked_schools() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select s.id from schools s where not exists (select 1 from mark_fills f
    where f.school_id = s.id and f.done_at is not null)
$$;
-- The next of them after an id: what there is to mark, as sending a report marks it. A picture's look
-- is only in its bytes.
create or replace function sec.unmarked(a_after uuid, a_most int)
returns table (id uuid, handles text[], address text, account text, picture boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select * from (
    (select r.id, array_remove(array(select p.handle from involvements i join people p
          on p.school_id = i.school_id and p.id = i.person_id
          where i.school_id = r.school_id and i.report_id = r.id and p.handle is not null)
        || r.handle, null), r.address, r.account, false
      from reports r where r.school_id = sec.job_school() and r.id > a_after
        and not exists (select 1 from marks m where m.school_id = r.school_id and m.source_id = r.id)
      order by r.id limit a_most)
    union all
    -- Of a draft only the look: its words are marked when it is sent.
    (select e.id, array_remove(array[case e.state when 'attached' then e.handle end], null),
        case e.state when 'attached' then e.address end, null, e.kind = 'image'
      from evidence e where e.school_id = sec.job_school() and e.id > a_after
        and e.state in ('staged', 'attached') and e.scan in ('clean', 'none')
        and (e.kind = 'image' or e.handle is not null or e.address is not null)
        and not exists (select 1 from marks m where m.school_id = e.school_id and m.source_id = e.id
          and (m.kind = 'image' or e.kind <> 'image'))
      order by e.id limit a_most)) x
  order by 1 limit a_most
$$;
revoke all on function sec.unmarked_schools(), sec.unmarked(uuid, int) from public;
grant execute on function sec.unmarked_schools(), sec.unmarked(uuid, int) to daybook_worker;

call sec.protect('set_asides');
grant select, insert on set_asides to daybook_app;
create policy with_both on set_asides for select to daybook_app using (
  school_id = (select sec.school())
  and exists (select 1 from cases c where c.school_id = set_asides.school_id
    and c.id = set_asides.case_id)
  and (exists (select 1 from cases c where c.school_id = set_asides.school_id
      and c.id = set_asides.other_id)
    or exists (select 1 from triages t where t.school_id = set_asides.school_id
      and t.report_id = set_asides.other_id)));
create policy handler_sets on set_asides for insert to daybook_app with check (
  school_id = (select sec.school()) and by_id = (select sec.person())
  and (select sec.handles(case_id)) and (select sec.handles(other_id)));

call sec.protect('saved_views');
grant select, insert, delete on saved_views to daybook_app;
grant update (name, shared, opens_first) on saved_views to daybook_app;
create policy own_reads on saved_views for select to daybook_app using (
  school_id = (select sec.school()) and (person_id = (select sec.person())
    or (shared and (select sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'chair', 'vice-chair',
      'dpo', 'trust-lead', 'trust-chair')))));
create policy own_saves on saved_views for insert to daybook_app with check (
  school_id = (select sec.school()) and person_id = (select sec.person())
  and (not shared or (select sec.has_role('dsl'))));
create policy own_changes on saved_views for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (not shared or (select sec.has_role('dsl')));
-- A DSL also ends what a DSL before them shared.
create policy own_drops on saved_views for delete to daybook_app using (
  school_id = (select sec.school()) and (person_id = (select sec.person())
    or (shared and (select sec.has_role('dsl')))));

-- That two entries are one person is known to those who handle something of the merged one.
call sec.protect('person_merges');
call sec.protect('merge_steps');
grant select on person_merges to daybook_app;
create policy handler_sees on person_merges for select to daybook_app using (
  school_id = (select sec.school()) and (
    exists (select 1 from cases c where c.school_id = person_merges.school_id
      and c.id = any (person_merges.matters))
    or exists (select 1 from triages t where t.school_id = person_merges.school_id
      and t.report_id = any (person_merges.matters))));

-- Where a person has a part, or what they are walled from, with what is joined to it.
create or replace function sec.matters_of(a_school uuid, a_person uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct j from (
    select coalesce(i.report_id, i.case_id) as m from involvements i
      where i.school_id = a_school and i.person_id = a_person) x, sec.joined(a_school, x.m) j
$$;
revoke all on function sec.matters_of(uuid, uuid) from public;

-- May this person say of two entries that they are one (or are not)? Only somebody who handles all
-- of both, is neither, and is tied to neither. Never why not.
create or replace function sec.may_merge(kept uuid, merged uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select kept <> merged and sec.person() not in (kept, merged)
    and (select count(*) from people p where p.school_id = sec.school() and p.id in (kept, merged)) = 2
    and not exists (select 1 from sec.conflicted_with(array[kept, merged]) c where c = sec.person())
    and not exists (select 1 from (
        select m from sec.matters_of(sec.school(), kept) m
        union select m from sec.matters_of(sec.school(), merged) m
        union select w.matter_id from walls w where w.school_id = sec.school() and w.person_id = merged
      ) x where not sec.handles(x.m))
$$;
revoke all on function sec.may_merge(uuid, uuid) from public;

-- A wall that a merge built, until somebody has another reason for it: then that reason stays.
create or replace function sec.keep_reason() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.reason <> 'merged' then
    update walls set reason = new.reason where school_id = new.school_id
      and person_id = new.person_id and matter_id = new.matter_id and reason = 'merged';
  end if;
  return new;
end $$;
drop trigger if exists keep_reason on walls;
create trigger keep_reason before insert on walls for each row execute function sec.keep_reason();
revoke all on function sec.keep_reason() from public;

-- Walls of one stand for the other; whoever is named or holds the account is walled from it; whoever
-- declared a tie to either is walled from the matters of both. Nobody is let in to anything.
create or replace procedure sec.wall_pair(kept uuid, merged uuid) language plpgsql
security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_tied uuid[]; v_matter uuid; v_who uuid[];
begin
  v_tied := array(select sec.conflicted_with(array[kept, merged]));
  for v_matter in select m from sec.matters_of(v_school, kept) m
      union select m from sec.matters_of(v_school, merged) m
      union select w.matter_id from walls w where w.school_id = v_school and w.person_id = merged
  loop
    v_who := v_tied || array(select p from unnest(array[kept, merged]) p
      where exists (select 1 from walls w where w.school_id = v_school and w.matter_id = v_matter
          and w.person_id in (kept, merged))
        or exists (select 1 from involvements i where i.school_id = v_school
          and coalesce(i.report_id, i.case_id) in (select sec.joined(v_school, v_matter))
          and i.person_id in (kept, merged) and i.part in ('named', 'account-holder')));
    if cardinality(v_who) > 0 then
      perform sec.wall_off(v_matter, v_who, 'merged', false);
    end if;
  end loop;
  insert into walls (school_id, person_id, matter_id, reason, built_at)
    select v_school, merged, w.matter_id, 'merged', clock_timestamp() from walls w
    where w.school_id = v_school and w.person_id = kept on conflict do nothing;
end $$;
revoke all on procedure sec.wall_pair(uuid, uuid) from public;

-- Takes two entries for one person. The merged one is nobody who could ever sign in or has written
-- anything, and is merged once. What it changes is written down, row by row.
create or replace function sec.merge_people(a_id uuid, kept uuid, merged uuid, why text)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_start timestamptz; v_who uuid[]; v_all uuid[];
begin
  -- One at a time in a school: two that cross would each keep the other's entry.
  perform pg_advisory_xact_lock(hashtextextended('merge' || v_school::text, 0));
  if not sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'chair', 'vice-chair', 'trust-lead',
      'trust-chair', 'dpo') or not sec.may_merge(kept, merged)
    or exists (select 1 from accounts a where a.school_id = v_school and a.person_id = merged)
    or exists (select 1 from reports r where r.school_id = v_school and r.reporter_id = merged)
    or exists (select 1 from role_assignments r where r.school_id = v_school and r.person_id = merged)
    or exists (select 1 from person_merges m where m.school_id = v_school and m.undone_at is null
      and (m.merged_id in (kept, merged) or m.kept_id = merged))
  then raise exception 'not-found'; end if;
  v_start := clock_timestamp();
  v_all := array(select sec.matters_of(v_school, merged));
  insert into person_merges (school_id, id, kept_id, merged_id, reason, merged_at, merged_by,
      undo_until, matters, was_listed)
    select v_school, a_id, kept, merged, why, v_start, sec.person(), v_start + interval '7 days',
      v_all, p.listed
    from people p where p.school_id = v_school and p.id = merged;
  v_all := v_all || array(select sec.matters_of(v_school, kept))
    || array(select w.matter_id from walls w where w.school_id = v_school and w.person_id = merged);
  v_all := v_all || array(select sec.joined(v_school, m) from unnest(v_all) m);
  v_who := array(select sec.conflicted_with(array[kept, merged])) || array[kept, merged];
  insert into merge_steps (school_id, merge_id, kind, row_id, person_id, ends_at)
    select v_school, a_id, 'circle', c.id, c.person_id, c.ends_at from circle c
      where c.school_id = v_school and c.person_id = any (v_who) and c.matter_id = any (v_all)
        and (c.ends_at is null or c.ends_at > v_start)
    union all
    select v_school, a_id, 'triage', t.report_id, t.owner_id, null from triages t
      where t.school_id = v_school and t.report_id = any (v_all) and t.owner_id = any (v_who);
  call sec.wall_pair(kept, merged);
  delete from merge_steps s where s.school_id = v_school and s.merge_id = a_id and (
    (s.kind = 'circle' and exists (select 1 from circle c where c.school_id = v_school
      and c.id = s.row_id and c.ends_at is not distinct from s.ends_at))
    or (s.kind = 'triage' and exists (select 1 from triages t where t.school_id = v_school
      and t.report_id = s.row_id and t.owner_id = s.person_id)));
  insert into merge_steps (school_id, merge_id, kind, row_id, person_id)
    select v_school, a_id, 'wall', w.matter_id, w.person_id from walls w
      where w.school_id = v_school and w.reason = 'merged' and w.built_at >= v_start
        and w.person_id = any (v_who);
  with moved as (update involvements i set person_id = kept where i.school_id = v_school
      and i.person_id = merged and i.case_id is not null returning i.id)
    insert into merge_steps (school_id, merge_id, kind, row_id, person_id)
      select v_school, a_id, 'involvement', moved.id, merged from moved;
  update people set listed = false where school_id = v_school and id = merged;
end $$;

-- Takes a merge back: parts, walls, circle and owners of reports as they were, but for what has got
-- another reason since.
create or replace function sec.unmerge_people(a_id uuid)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); m person_merges; v_other uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('merge' || v_school::text, 0));
  select * into m from person_merges x where x.school_id = v_school and x.id = a_id
    and x.undone_at is null and x.undo_until > clock_timestamp();
  if m.id is null or not sec.may_merge(m.kept_id, m.merged_id) then
    raise exception 'not-found';
  end if;
  update person_merges set undone_at = clock_timestamp(), undone_by = sec.person()
    where school_id = v_school and id = a_id;
  update involvements i set person_id = m.merged_id from merge_steps s
    where s.school_id = v_school and s.merge_id = a_id and s.kind = 'involvement'
      and i.school_id = v_school and i.id = s.row_id;
  delete from walls w using merge_steps s
    where s.school_id = v_school and s.merge_id = a_id and s.kind = 'wall'
      and w.school_id = v_school and w.person_id = s.person_id and w.reason = 'merged'
      and w.matter_id in (select sec.joined(v_school, s.row_id))
      and not exists (select 1 from walls o where o.school_id = v_school
        and o.person_id = s.person_id and o.reason <> 'merged'
        and o.matter_id in (select sec.joined(v_school, w.matter_id)));
  -- Another entry that is the same person holds its walls up.
  for v_other in select x.merged_id from person_merges x where x.school_id = v_school
      and x.kept_id = m.kept_id and x.undone_at is null loop
    call sec.wall_pair(m.kept_id, v_other);
  end loop;
  update circle c set ends_at = s.ends_at from merge_steps s
    where s.school_id = v_school and s.merge_id = a_id and s.kind = 'circle'
      and c.school_id = v_school and c.id = s.row_id and not exists (select 1 from walls w
        where w.school_id = v_school and w.person_id = c.person_id and w.matter_id = c.matter_id);
  update triages t set owner_id = s.person_id from merge_steps s
    where s.school_id = v_school and s.merge_id = a_id and s.kind = 'triage'
      and t.school_id = v_school and t.report_id = s.row_id and t.owner_id is null
      and not exists (select 1 from walls w where w.school_id = v_school
        and w.person_id = s.person_id and w.matter_id = t.report_id);
  update people set listed = m.was_listed where school_id = v_school and id = m.merged_id;
end $$;
revoke all on function sec.merge_people(uuid, uuid, uuid, text), sec.unmerge_people(uuid) from public;
grant execute on function sec.merge_people(uuid, uuid, uuid, text), sec.unmerge_people(uuid)
  to daybook_app;
