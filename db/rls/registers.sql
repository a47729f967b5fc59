-- Registers. An entry is read by its holder, by whom it was put to, and by the roles its kind names
-- (readers); never by whom it is about, nor across a declared conflict. Nobody answers their own.

-- People between whom and oneself a conflict is declared, by either.
create or replace function sec.conflicts() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(array_agg(case when person_id = sec.person() then with_person_id else person_id end), '{}')
  from public.conflict_declarations where school_id = sec.school() and ended_at is null
    and sec.person() in (person_id, with_person_id)
$$;

call sec.protect('register_kinds');
grant select, insert on register_kinds to daybook_app;
create policy own_school on register_kinds for select to daybook_app
  using (school_id = (select sec.school()));
create policy leads_set on register_kinds for insert to daybook_app with check (
  school_id = (select sec.school()) and changed_by = (select sec.person())
  and (select sec.has_role('headteacher', 'dsl')));

call sec.protect('register_entries');
grant select, insert on register_entries to daybook_app;
grant update (state, ends_on, decided_at, decided_by, ended_at, ended_by, heir_id, heir_from)
  on register_entries to daybook_app;
create policy readers on register_entries for select to daybook_app using (
  school_id = (select sec.school()) and (holder_id = (select sec.person())
    or heir_id = (select sec.person())
    or ((decider_id = (select sec.person()) or readers && (select sec.roles()))
      and about_id is distinct from (select sec.person())
      and holder_id <> all ((select sec.conflicts())::uuid[]))));
create policy own_adds on register_entries for insert to daybook_app with check (
  school_id = (select sec.school()) and holder_id = (select sec.person())
  and decided_by is null and ended_by is null
  and (register <> 'record' or (select sec.has_role('headteacher', 'dsl', 'deputy-dsl'))));
create policy readers_change on register_entries for update to daybook_app
  using (school_id = (select sec.school()) and (holder_id = (select sec.person())
    or ((decider_id = (select sec.person()) or readers && (select sec.roles()))
      and about_id is distinct from (select sec.person())
      and holder_id <> all ((select sec.conflicts())::uuid[]))))
  with check (school_id = (select sec.school()));
grant select on register_entries to daybook_worker;
create policy job_school on register_entries for select to daybook_worker
  using (school_id = (select sec.job_school()));

-- An answer bears the name of whoever gives it, and the holder gives none.
create or replace function sec.guard_register() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if sec.person() is null then return new; end if;
  if new.decided_by is distinct from old.decided_by and new.decided_by is distinct from sec.person()
    or new.ended_by is distinct from old.ended_by and new.ended_by is distinct from sec.person()
    or (new.state <> old.state and sec.person() = new.holder_id
      and new.state in ('approved', 'refused', 'revoked', 'discussed', 'acknowledged'))
    -- Who owns an account next is said by its owner, or by whoever answers for it, and is neither.
    or (new.heir_id, new.heir_from) is distinct from (old.heir_id, old.heir_from)
      and (new.register <> 'account' or old.state <> 'approved' or new.state <> 'approved'
        or new.heir_id is null or new.heir_from is null
        or new.heir_id in (new.holder_id, coalesce(new.decided_by, new.holder_id),
          coalesce(new.decider_id, new.holder_id))
        or not coalesce(sec.person() in (new.holder_id, new.decider_id), false)
          and not new.approvers && sec.roles())
  then raise exception 'not-found'; end if;
  return new;
end $$;
drop trigger if exists guard_register on register_entries;
create trigger guard_register before update on register_entries for each row
  execute function sec.guard_register();

-- Whoever was named takes the account over, from the named day on: what their predecessor held ends
-- and stays as it was, theirs goes on from it under the same approval, to the same review.
create or replace function sec.take_account(a_entry uuid, a_id uuid, a_reference text, today date)
returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
declare e register_entries;
begin
  select * into e from register_entries x where x.school_id = sec.school() and x.id = a_entry
    and x.register = 'account' and x.state = 'approved' and x.heir_id = sec.person()
    and x.heir_from <= today for update;
  if e.id is null then return false; end if;
  update register_entries set state = 'ended', ended_at = clock_timestamp(), ended_by = sec.person()
    where school_id = e.school_id and id = e.id;
  insert into register_entries (school_id, id, reference, kind, register, holder_id, state, about_name,
      about_id, answers, starts_on, ends_on, asked_at, approvers, readers, decider_id, clause,
      decided_at, decided_by, renews)
    values (e.school_id, a_id, a_reference, e.kind, e.register, e.heir_id, 'approved', e.about_name,
      e.about_id, e.answers, today, e.ends_on, clock_timestamp(), e.approvers, e.readers,
      e.decider_id, e.clause, e.decided_at, e.decided_by, e.id);
  insert into register_events (school_id, id, entry_id, kind, words, at, by_id)
    values (e.school_id, gen_random_uuid(), e.id, 'take', '', clock_timestamp(), e.heir_id);
  return true;
end $$;
revoke all on function sec.take_account(uuid, uuid, text, date) from public;
grant execute on function sec.take_account(uuid, uuid, text, date) to daybook_app;

-- The inner select is under the policies above.
call sec.protect('register_events');
grant select, insert on register_events to daybook_app;
create policy with_entry on register_events for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from register_entries e
    where e.school_id = register_events.school_id and e.id = register_events.entry_id
      and (not withheld or e.holder_id <> (select sec.person()))));
create policy readers_add on register_events for insert to daybook_app with check (
  school_id = (select sec.school()) and by_id = (select sec.person())
  and exists (select 1 from register_entries e where e.school_id = register_events.school_id
    and e.id = register_events.entry_id));

call sec.protect('register_tasks');
grant select, insert on register_tasks to daybook_app;
grant update (done_at, done_by, found) on register_tasks to daybook_app;
create policy with_entry on register_tasks for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from register_entries e
    where e.school_id = register_tasks.school_id and e.id = register_tasks.entry_id));
create policy readers_add on register_tasks for insert to daybook_app with check (
  school_id = (select sec.school()) and done_at is null
  and exists (select 1 from register_entries e where e.school_id = register_tasks.school_id
    and e.id = register_tasks.entry_id));
create policy readers_finish on register_tasks for update to daybook_app
  using (school_id = (select sec.school()) and done_at is null
    and exists (select 1 from register_entries e where e.school_id = register_tasks.school_id
      and e.id = register_tasks.entry_id))
  with check (school_id = (select sec.school()) and done_by = (select sec.person()));

call sec.protect('register_reminders');
grant select, insert on register_reminders to daybook_worker;
create policy job_school on register_reminders to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

-- A notice of an entry: only to its holder, to whom it was put, or to a role that reads it, and
-- never to whom it is about nor across a declared conflict.
create or replace function sec.notify_register(a_entry uuid, person uuid, a_kind text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_id uuid := gen_random_uuid(); v_school uuid := coalesce(sec.school(), sec.job_school());
  v_me uuid := sec.person(); e register_entries;
begin
  if v_me is null and session_user <> 'daybook_worker' then raise exception 'not-found'; end if;
  select * into e from register_entries x where x.school_id = v_school and x.id = a_entry;
  if e.id is null or (v_me is not null and e.holder_id <> v_me and e.decider_id is distinct from v_me
    and e.heir_id is distinct from v_me
    and not e.readers && sec.roles()) then raise exception 'not-found'; end if;
  if person = any (sec.suspended()) then return null; end if;
  if person <> e.holder_id and person is distinct from e.heir_id and (person is not distinct from e.about_id
    or (person is distinct from e.decider_id and not exists (select 1 from role_assignments r
      where r.school_id = v_school and r.person_id = person and r.role = any (e.readers)
        and r.starts_at <= clock_timestamp() and (r.ends_at is null or r.ends_at > clock_timestamp())))
    or exists (select 1 from conflict_declarations c where c.school_id = v_school
      and c.ended_at is null and ((c.person_id = person and c.with_person_id = e.holder_id)
        or (c.person_id = e.holder_id and c.with_person_id = person))))
  then return null; end if;
  insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
    values (v_school, v_id, person, a_kind, a_entry, e.reference, '/registers/' || a_entry,
      clock_timestamp());
  return v_id;
end $$;

-- Entries of any school whose end, in days, has come within a stage that nobody was told of.
-- After a long stop only the latest stage is told; what ended more than 30 days ago is past.
create or replace function sec.register_ends(today date, a_limit int)
returns table (school_id uuid, entry_id uuid, ends_on date, stage int)
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.school_id, e.id, e.ends_on, s.stage from register_entries e
  cross join lateral (select min(n) as stage from unnest(array[30, 7, 0]) n
    where e.ends_on - n <= today) s
  where e.state in ('approved', 'recorded') and e.ends_on between today - 30 and today + 30
    and s.stage is not null
    -- What lasts less long than a stage is told of in the next one.
    and (s.stage = 0 or e.ends_on - s.stage >= (e.asked_at at time zone 'Europe/London')::date)
    and not exists (select 1 from register_entries n where n.school_id = e.school_id
      and n.renews = e.id and n.state in ('asked', 'approved'))
    and not exists (select 1 from register_reminders r where r.school_id = e.school_id
      and r.entry_id = e.id and r.ends_on = e.ends_on and r.stage <= s.stage)
  order by e.ends_on limit a_limit
$$;

-- How many entries of each register stand how, without a name, for whoever freezes the numbers.
create or replace function sec.register_facts(today date)
returns table (register text, standing text)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  if not sec.has_role('dsl', 'headteacher', 'chair', 'vice-chair') then raise exception 'not-found'; end if;
  return query select e.register, case
      when e.state in ('asked', 'made', 'discussed') then 'waiting'
      when e.state in ('approved', 'acknowledged', 'recorded')
        then case when e.ends_on < today then 'expired' else 'in-force' end
      else 'ended' end
    from register_entries e where e.school_id = sec.school() and e.register <> 'record'
      and (e.asked_at at time zone 'Europe/London')::date <= today;
end $$;

-- Until when the last review of a kind of the school's own records holds; null: never reviewed.
create or replace function sec.reviewed_until(a_kind text) returns date
language sql stable security definer set search_path = pg_catalog, public as $$
  select max(e.ends_on) from register_entries e where e.school_id = sec.school()
    and e.kind = a_kind and e.register = 'record' and e.state = 'recorded'
    and sec.has_role('dsl', 'deputy-dsl', 'headteacher', 'governor', 'chair', 'vice-chair', 'dpo')
$$;

revoke all on function sec.conflicts(), sec.guard_register(), sec.notify_register(uuid, uuid, text),
  sec.register_ends(date, int), sec.register_facts(date), sec.reviewed_until(text) from public;
grant execute on function sec.conflicts(), sec.notify_register(uuid, uuid, text),
  sec.register_facts(date), sec.reviewed_until(text) to daybook_app;
grant execute on function sec.register_ends(date, int), sec.notify_register(uuid, uuid, text)
  to daybook_worker;
