-- A key is added and never changed by the app; only who rotates keys (the worker's login) retires one.
call sec.protect('school_keys');
grant select, insert on school_keys to daybook_app, daybook_worker;
grant update (retired_at) on school_keys to daybook_worker;
create policy own_school on school_keys for select to daybook_app
  using (school_id = (select sec.school()));
create policy own_adds on school_keys for insert to daybook_app
  with check (school_id = (select sec.school()));
create policy job_school on school_keys to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

-- Which root keys the schools' keys need: public halves, for the check at the start.
create or replace function sec.roots() returns setof text
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct k.root from public.school_keys k
$$;
-- Whose keys there are to rotate.
create or replace function sec.key_schools() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct k.school_id from public.school_keys k
$$;
revoke all on function sec.roots(), sec.key_schools() from public;
grant execute on function sec.key_schools() to daybook_worker;
grant execute on function sec.roots() to daybook_app, daybook_worker;

call sec.protect('evidence');
grant select, insert on evidence to daybook_app;
-- What was measured of the bytes (size, hash, type, time of receipt) can be updated by nobody.
grant update (draft_id, report_id, state, position, caption, description, platform, address, handle,
  posted_at, seen_at, captured_at, zone, method, device_owner, original_kept, original_where)
  on evidence to daybook_app;
-- Who rotates keys sees nothing of an item but how its key is wrapped, and changes nothing else.
grant select (school_id, id, header, key_id), update (header, key_id) on evidence to daybook_worker;
create policy job_rewraps on evidence to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));
create policy seen on evidence for select to daybook_app using (
  school_id = (select sec.school()) and (
    (report_id is null and uploader_id = (select sec.person()))
    or exists (select 1 from reports r where r.school_id = evidence.school_id
      and r.id = evidence.report_id))
  -- A redacted copy is its handlers': whoever only wrote the report has what they sent.
  and (original_id is null or exists (select 1 from triages t
    where t.school_id = evidence.school_id and t.report_id = evidence.report_id)));
create policy own_stages on evidence for insert to daybook_app with check (
  school_id = (select sec.school()) and uploader_id = (select sec.person())
  and (report_id is null or (select sec.wrote(report_id)) or (select sec.handles(report_id)))
  and (original_id is null or (select sec.handles(report_id))));
-- Once it belongs to a report its uploader can change nothing more.
create policy own_staged_changes on evidence for update to daybook_app
  using (school_id = (select sec.school()) and uploader_id = (select sec.person())
    and report_id is null)
  with check (school_id = (select sec.school()) and uploader_id = (select sec.person())
    and (report_id is null or (select sec.wrote(report_id))));

-- What the scanner said is the worker's to write, by the job that asks it.
grant select (state, size, sha256, storage_key, report_id, scan, suspect_told_at),
  update (scan, scanned_at, suspect_told_at) on evidence to daybook_worker;

-- What was read out of an item is seen exactly while the item may be opened: not sealed, not taken
-- back, not suspect, and by nobody who does not see the item itself.
call sec.protect('evidence_readings');
call sec.protect('evidence_messages');
grant select, insert on evidence_readings, evidence_messages to daybook_app;
create policy seen on evidence_readings for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = evidence_readings.school_id and e.id = evidence_readings.evidence_id
      and e.sha256 = evidence_readings.sha256
      and e.state in ('staged', 'attached') and e.scan in ('none', 'clean')));
create policy seen on evidence_messages for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = evidence_messages.school_id and e.id = evidence_messages.evidence_id
      and e.state in ('staged', 'attached') and e.scan in ('none', 'clean')));
create policy own_reads_out on evidence_readings for insert to daybook_app with check (
  school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = evidence_readings.school_id and e.id = evidence_readings.evidence_id
      and e.uploader_id = (select sec.person())));
create policy own_reads_out on evidence_messages for insert to daybook_app with check (
  school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = evidence_messages.school_id and e.id = evidence_messages.evidence_id
      and e.uploader_id = (select sec.person())));

-- An e-mail holds its attachments, and each of them is a part of it: whoever seals one seals what
-- shows the same (B13.9). Of what is taken back nothing stays that was read out of it.
create or replace function sec.follow_evidence() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.state = 'sealed' then
    update evidence e set state = 'sealed' where e.school_id = new.school_id
      and (e.id in (new.parent_id, new.original_id) or e.parent_id in (new.id, new.parent_id)
        or e.original_id in (new.id, new.original_id))
      and e.state in ('staged', 'attached');
  elsif new.state not in ('staged', 'attached') then
    delete from evidence_readings r where r.school_id = new.school_id and r.evidence_id = new.id;
  end if;
  return null;
end $$;
drop trigger if exists follow_evidence on evidence;
create trigger follow_evidence after update of state on evidence
  for each row execute function sec.follow_evidence();

-- Of a suspect item of a sent report: the report, and who handles it or looks after the machine.
create or replace function sec.suspect_hearers(item uuid)
returns table (report_id uuid, reference text, person_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select r.id, r.reference, h.person_id from public.evidence e
  join public.reports r on r.school_id = e.school_id and r.id = e.report_id
  cross join lateral (
    select a.person_id from public.role_assignments a where a.school_id = e.school_id
      and a.role in ('dsl', 'admin') and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now())
    union select t.owner_id from public.triages t where t.school_id = e.school_id
      and t.report_id = r.id and t.owner_id is not null
    union select c.owner_id from public.case_reports j join public.cases c
      on c.school_id = j.school_id and c.id = j.case_id
      where j.school_id = e.school_id and j.report_id = r.id and c.owner_id is not null) h
  where e.school_id = sec.job_school() and e.id = item and e.scan = 'suspect'
    and e.state in ('attached', 'sealed')
$$;
revoke all on function sec.suspect_hearers(uuid) from public;
grant execute on function sec.suspect_hearers(uuid) to daybook_worker;

call sec.protect('uploads');
grant select, insert on uploads to daybook_app;
grant update (key, metadata, finished_at, answer, part, part_header, part_key_id, cancelled_at)
  on uploads to daybook_app;
create policy own_reads on uploads for select to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_announces on uploads for insert to daybook_app
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_finishes on uploads for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));

-- The gate's second lock: where a picture may show a child, no row for bytes can come to be,
-- whichever way they arrive (B13.1). What came before the answer can only be sealed.
create or replace function sec.refuse_gated_evidence() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_op = 'UPDATE' then
    if new.state in ('sealed', 'destroyed') or new.key_id is distinct from old.key_id then return new; end if;
  end if;
  if exists (select 1 from drafts d where d.school_id = new.school_id and d.id = new.draft_id
      and d.text_only)
    or exists (select 1 from reports r where r.school_id = new.school_id and r.id = new.report_id
      and r.text_only)
  then raise exception 'gated' using errcode = 'check_violation'; end if;
  return new;
end $$;
drop trigger if exists refuse_gated_evidence on evidence;
create trigger refuse_gated_evidence before insert or update on evidence
  for each row execute function sec.refuse_gated_evidence();
drop trigger if exists refuse_gated_uploads on uploads;
create trigger refuse_gated_uploads before insert on uploads
  for each row execute function sec.refuse_gated_evidence();

-- Investigation lock (B13.10): while a case of a report is held for an outside body no file joins
-- the report, whichever way it comes. Its rows are locked, so that a hold set meanwhile counts.
create or replace function sec.on_hold(a_report uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from case_reports j join cases c on c.school_id = j.school_id
      and c.id = j.case_id
    where j.school_id = sec.school() and j.report_id = a_report and c.state = 'external-hold'
      and (sec.wrote(a_report) or sec.handles(a_report)))
$$;
revoke all on function sec.on_hold(uuid) from public;
grant execute on function sec.on_hold(uuid) to daybook_app;
create or replace function sec.refuse_held_evidence() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform 1 from case_reports j join cases c on c.school_id = j.school_id and c.id = j.case_id
    where j.school_id = new.school_id and j.report_id = new.report_id for share of c;
  if exists (select 1 from case_reports j join cases c on c.school_id = j.school_id
      and c.id = j.case_id
    where j.school_id = new.school_id and j.report_id = new.report_id and c.state = 'external-hold')
  then raise exception 'on hold' using errcode = 'check_violation'; end if;
  return new;
end $$;
drop trigger if exists refuse_held_evidence on evidence;
create trigger refuse_held_evidence before insert on evidence for each row
  when (new.report_id is not null and new.original_id is null)
  execute function sec.refuse_held_evidence();
drop trigger if exists refuse_held_uploads on uploads;
create trigger refuse_held_uploads before insert on uploads for each row
  when (new.report_id is not null) execute function sec.refuse_held_evidence();

-- A copy is made of an item that is not sealed, of the same report; sealing waits for it.
create or replace function sec.check_copy() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform 1 from evidence o where o.school_id = new.school_id and o.id = new.original_id
    and o.report_id = new.report_id and o.state = 'attached' and o.original_id is null for share;
  if not found then raise exception 'not-found'; end if;
  return new;
end $$;
drop trigger if exists check_copy on evidence;
create trigger check_copy before insert on evidence for each row
  when (new.original_id is not null) execute function sec.check_copy();

-- The queue shows how many items a report or case has without counting them each time.
create or replace function sec.count_evidence() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.report_id is null then return new; end if;
  update triages set evidence_count = (select count(*) from evidence e
    where e.school_id = new.school_id and e.report_id = new.report_id and e.state <> 'removed'
      and e.original_id is null)
    where school_id = new.school_id and report_id = new.report_id;
  update cases c set evidence_count = (select count(*) from evidence e
      join case_reports cr on cr.school_id = e.school_id and cr.report_id = e.report_id
      where cr.school_id = c.school_id and cr.case_id = c.id and e.state <> 'removed'
        and e.original_id is null)
    from case_reports j where j.school_id = new.school_id and j.report_id = new.report_id
      and c.school_id = j.school_id and c.id = j.case_id;
  return new;
end $$;
drop trigger if exists count_evidence on evidence;
create trigger count_evidence after insert or update of report_id, state on evidence
  for each row execute function sec.count_evidence();

-- Seals one item of a sent report for good (B13.9): whoever can see it may, in one step, though they
-- read in an emergency alone, and nobody can undo it. Each case it belongs to gets the task and an
-- entry in its chronology.
create or replace function sec.seal_evidence(item uuid, title text, task text, today date)
returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_school uuid := sec.school(); v_report uuid;
begin
  update evidence e set state = 'sealed' where e.school_id = v_school and e.id = item
    and e.state = 'attached' and (e.uploader_id = sec.person() or sec.wrote(e.report_id)
      or sec.handles(e.report_id) or e.report_id = any (sec.only_read()))
    returning e.report_id into v_report;
  if v_report is null then raise exception 'not-found'; end if;
  insert into case_events (school_id, id, case_id, kind, title, by_id, at)
    select v_school, gen_random_uuid(), j.case_id, 'evidence', title, sec.person(), clock_timestamp()
    from case_reports j where j.school_id = v_school and j.report_id = v_report;
  insert into case_actions (school_id, id, case_id, words, due_on, for_id, added_at, added_by)
    select v_school, gen_random_uuid(), c.id, task, today, c.owner_id, clock_timestamp(), sec.person()
    from case_reports j join cases c on c.school_id = j.school_id and c.id = j.case_id
    where j.school_id = v_school and j.report_id = v_report;
  return v_report;
end $$;
revoke all on function sec.seal_evidence(uuid, text, text, date) from public;
grant execute on function sec.seal_evidence(uuid, text, text, date) to daybook_app;

-- What was read on a picture stands and falls with the right to see the picture itself.
call sec.protect('readings');
call sec.protect('read_words');
grant select, update (answered_at) on readings to daybook_app;
grant select on read_words to daybook_app;
grant select, insert, delete on readings, read_words to daybook_worker;
create policy with_evidence on readings for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = readings.school_id and e.id = readings.evidence_id
      and e.state in ('staged', 'attached')));
create policy own_answers on readings for update to daybook_app
  using (school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = readings.school_id and e.id = readings.evidence_id
      and e.uploader_id = (select sec.person())))
  with check (school_id = (select sec.school()));
create policy with_evidence on read_words for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = read_words.school_id and e.id = read_words.evidence_id
      and e.state in ('staged', 'attached')));
create policy job_school on readings to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));
create policy job_school on read_words to daybook_worker
  using (school_id = (select sec.job_school())) with check (school_id = (select sec.job_school()));

-- A picture a machine may read: none that is sealed, removed, or of a matter of B13. The row is held
-- until the transaction ends, so that no seal comes between.
create or replace function sec.readable_picture(item uuid)
returns table (storage_key text, size bigint, header text, wrapped text)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- Tried again later, when the virus scanner has said what it is.
  if exists (select 1 from evidence e where e.school_id = sec.job_school() and e.id = item
    and e.scan = 'pending') then raise exception 'not scanned yet'; end if;
  return query select e.storage_key, e.size, e.header, k.wrapped from evidence e
    join school_keys k on k.school_id = e.school_id and k.id = e.key_id
    where e.school_id = sec.job_school() and e.id = item and e.kind = 'image'
      and e.state in ('staged', 'attached') and e.scan in ('clean', 'none')
      and not exists (select 1 from reports r where r.school_id = e.school_id
        and r.id = e.report_id and (r.text_only or r.restricted))
      and not exists (select 1 from drafts d where d.school_id = e.school_id
        and d.id = e.draft_id and d.text_only)
    for update of e;
end $$;

create or replace function sec.forget_reading() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  delete from read_words where school_id = new.school_id and evidence_id = new.id;
  delete from readings where school_id = new.school_id and evidence_id = new.id;
  return null;
end $$;
drop trigger if exists forget_reading on evidence;
create trigger forget_reading after update of state on evidence
  for each row when (new.state not in ('staged', 'attached')) execute function sec.forget_reading();

-- For the administrator: how many pictures were not read, and why. No picture is named.
create or replace function sec.reading_problems()
returns table (problem text, n integer, last_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
  select r.problem, count(*)::int, max(r.read_at) from public.readings r
  where r.school_id = sec.school() and r.problem is not null and sec.has_role('admin')
  group by r.problem
$$;
revoke all on function sec.readable_picture(uuid), sec.forget_reading(), sec.reading_problems()
  from public;
grant execute on function sec.readable_picture(uuid) to daybook_worker;
grant execute on function sec.reading_problems() to daybook_app;

-- What shows the same as an item and is sealed and destroyed with it: what it came inside of, all
-- that came inside, originals and copies, and theirs. Whoever seals one may not know of the others.
create or replace function sec.family(school uuid, item uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  with recursive f as (
    select e.id, e.parent_id, e.original_id from evidence e where e.school_id = school and e.id = item
    union
    select e.id, e.parent_id, e.original_id from evidence e join f on e.school_id = school
      and (e.id in (f.parent_id, f.original_id) or e.parent_id = f.id or e.original_id = f.id))
  select f.id from f
$$;
create or replace function sec.sealed_with(item uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select e.id from sec.family(sec.school(), item) f join evidence e on e.school_id = sec.school()
    and e.id = f
  where e.id <> item and e.state in ('staged', 'attached') and exists (select 1 from evidence i
    where i.school_id = sec.school() and i.id = item and (i.uploader_id = sec.person()
      or sec.wrote(i.report_id) or sec.handles(i.report_id)))
$$;
revoke all on function sec.family(uuid, uuid), sec.sealed_with(uuid) from public;
grant execute on function sec.sealed_with(uuid) to daybook_app;

call sec.protect('redactions');
grant select, insert on redactions to daybook_app;
create policy handler_sees on redactions for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from triages t
    where t.school_id = redactions.school_id and t.report_id = redactions.report_id));
create policy handler_adds on redactions for insert to daybook_app with check (
  school_id = (select sec.school()) and made_by = (select sec.person())
  and (select sec.handles(report_id)));

call sec.protect('evidence_descriptions');
grant select, insert on evidence_descriptions to daybook_app;
create policy with_item on evidence_descriptions for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from evidence e
    where e.school_id = evidence_descriptions.school_id
      and e.id = evidence_descriptions.evidence_id));
create policy viewer_adds on evidence_descriptions for insert to daybook_app with check (
  school_id = (select sec.school()) and author_id = (select sec.person())
  and ((select sec.wrote(report_id)) or (select sec.handles(report_id)))
  and exists (select 1 from evidence e where e.school_id = evidence_descriptions.school_id
    and e.id = evidence_descriptions.evidence_id
    and e.report_id = evidence_descriptions.report_id and e.state = 'attached'));

drop function if exists sec.evidence_story(uuid);

call sec.protect('destructions');
grant select, insert on destructions to daybook_app;
create policy handler_sees on destructions for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from triages t
    where t.school_id = destructions.school_id and t.report_id = destructions.report_id));
create policy handler_asks on destructions for insert to daybook_app with check (
  school_id = (select sec.school()) and asked_by = (select sec.person()) and confirmed_by is null
  and withdrawn_by is null and backups_by is null and bytes_gone_at is null
  and (select sec.handles(report_id))
  and exists (select 1 from evidence e where e.school_id = destructions.school_id
    and e.id = destructions.evidence_id and e.report_id = destructions.report_id
    and e.state = 'sealed'));

-- The second person's word (B13.9): the wrapped keys of the item and of its copies are taken away
-- in the same transaction. Answers with what the store is to drop.
create or replace function sec.destroy_evidence(a_destruction uuid, as_role text)
returns table (id uuid, storage_key text)
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare d destructions;
begin
  update destructions set confirmed_by = sec.person(), confirmed_as = as_role,
      confirmed_at = clock_timestamp()
    where school_id = sec.school() and id = a_destruction and confirmed_at is null
      and withdrawn_at is null and asked_by <> sec.person() and asked_as <> as_role
      and as_role = any (sec.roles()) and sec.handles(report_id)
    returning * into d;
  if d.id is null then raise exception 'not-found'; end if;
  return query update evidence e set state = 'destroyed', header = null, key_id = null,
      metadata = null
    where e.school_id = d.school_id and e.state = 'sealed'
      and e.id in (select sec.family(d.school_id, d.evidence_id))
    returning e.id, e.storage_key;
  delete from evidence_descriptions n using evidence e where n.school_id = d.school_id
    and e.school_id = n.school_id and e.id = n.evidence_id and e.state = 'destroyed';
end $$;
create or replace function sec.withdraw_destruction(a_destruction uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update destructions set withdrawn_by = sec.person(), withdrawn_at = clock_timestamp()
    where school_id = sec.school() and id = a_destruction and confirmed_at is null
      and withdrawn_at is null and sec.handles(report_id);
  if not found then raise exception 'not-found'; end if;
end $$;
create or replace function sec.note_backups(a_destruction uuid, words text, done_on date)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update destructions set backups_words = words, backups_on = done_on, backups_by = sec.person(),
      backups_at = clock_timestamp()
    where school_id = sec.school() and id = a_destruction and confirmed_at is not null
      and backups_at is null and sec.handles(report_id);
  if not found then raise exception 'not-found'; end if;
end $$;
-- For the job, once the store holds no byte of it any more.
create or replace function sec.bytes_gone(a_destruction uuid) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  update destructions set bytes_gone_at = clock_timestamp()
    where school_id = sec.job_school() and id = a_destruction and confirmed_at is not null
      and bytes_gone_at is null
$$;
revoke all on function sec.destroy_evidence(uuid, text), sec.withdraw_destruction(uuid),
  sec.note_backups(uuid, text, date), sec.bytes_gone(uuid) from public;
grant execute on function sec.destroy_evidence(uuid, text), sec.withdraw_destruction(uuid),
  sec.note_backups(uuid, text, date) to daybook_app;
grant execute on function sec.bytes_gone(uuid) to daybook_worker;
