-- The last of these files to be applied: each of the others makes its tables' policies anew.
call sec.protect('phone_links');
grant select, insert, update (ended_at) on phone_links to daybook_app;
create policy own_reads on phone_links for select to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_makes on phone_links for insert to daybook_app
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_ends on phone_links for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));

-- A link that ends takes its phone's session with it.
create or replace function sec.end_phone_session() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update sessions set ended_at = new.ended_at where token_hash = new.session_hash
    and ended_at is null;
  return null;
end $$;
drop trigger if exists end_phone_session on phone_links;
create trigger end_phone_session after update of ended_at on phone_links
  for each row when (new.ended_at is not null) execute function sec.end_phone_session();

-- A draft that was sent, thrown away or gated (B13.1) takes no more from any phone.
create or replace function sec.end_draft_phones() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_op = 'UPDATE' then
    if new.sent_report_id is null and not new.text_only then return null; end if;
  end if;
  update phone_links set ended_at = clock_timestamp()
    where school_id = old.school_id and draft_id = old.id and ended_at is null;
  return null;
end $$;
drop trigger if exists end_draft_phones on drafts;
create trigger end_draft_phones after update of sent_report_id, text_only or delete on drafts
  for each row execute function sec.end_draft_phones();

-- Opens a link once, for one device, for ten minutes. A second device ends it for both.
create or replace function sec.open_phone(link bytea, device bytea, agent text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
declare l phone_links; v_now timestamptz := clock_timestamp();
begin
  select * into l from phone_links where token_hash = link for update;
  if not found or l.ended_at is not null then return false; end if;
  if l.opened_at is not null then
    update phone_links set ended_at = v_now where school_id = l.school_id and id = l.id;
    return false;
  end if;
  if v_now >= l.expires_at then return false; end if;
  insert into sessions (token_hash, school_id, account_id, person_id, method, second_factor,
      created_at, last_seen_at, idle_expires_at, absolute_expires_at, user_agent)
    select device, a.school_id, a.id, a.person_id, 'phone', false, v_now, v_now,
      v_now + interval '10 minutes', v_now + interval '10 minutes', left(agent, 200)
    from accounts a where a.school_id = l.school_id and a.person_id = l.person_id
      and a.state = 'active' limit 1;
  if not found then return false; end if;
  update phone_links set opened_at = v_now, session_hash = device
    where school_id = l.school_id and id = l.id;
  return true;
end $$;

-- The link of the phone that is asking.
create or replace function sec.phone_link() returns public.phone_links
language sql stable security definer set search_path = pg_catalog, public as $$
  select l from public.phone_links l
  where l.session_hash = decode(nullif(current_setting('daybook.session', true), ''), 'hex')
    and l.ended_at is null and current_setting('daybook.phone', true) = 'on'
$$;

-- The one draft or report a phone may add to; null for everybody who is not a phone.
create or replace function sec.phone() returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select case when current_setting('daybook.phone', true) = 'on' then
    coalesce((select coalesce((x.l).draft_id, (x.l).report_id)
        from (select sec.phone_link() as l) x),
      '00000000-0000-0000-0000-000000000000'::uuid) end
$$;

create or replace function sec.note_phone_file(a_name text) returns void
language sql security definer set search_path = pg_catalog, public as $$
  update public.phone_links set sent = sent || to_jsonb(a_name)
  where session_hash = decode(nullif(current_setting('daybook.session', true), ''), 'hex')
    and ended_at is null and current_setting('daybook.phone', true) = 'on'
$$;

-- All that a phone is ever shown: where its files go, until when, and what it sent itself.
create or replace function sec.phone_page()
returns table (draft_id uuid, report_id uuid, ends_at timestamptz, sent jsonb)
language sql stable security definer set search_path = pg_catalog, public as $$
  select (x.l).draft_id, (x.l).report_id, s.absolute_expires_at, (x.l).sent
  from (select sec.phone_link() as l) x
  join public.sessions s on s.token_hash = (x.l).session_hash
  where s.token_hash = (sec.live_session()).token_hash
$$;
revoke all on function sec.end_phone_session(), sec.end_draft_phones(),
  sec.open_phone(bytea, bytea, text), sec.phone_link(), sec.phone(),
  sec.note_phone_file(text), sec.phone_page() from public;
grant execute on function sec.open_phone(bytea, bytea, text), sec.phone(),
  sec.note_phone_file(text), sec.phone_page() to daybook_app;

-- A phone reads no row of any table, but for the few columns' worth it takes to add a file: the
-- place itself and what is there to be counted, the school's settings and its public key.
do $$ declare t record; v_own text; begin
  for t in select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relrowsecurity
      -- The queue's tables open by role and circle alone, and a phone's session has neither.
      and c.relname not in ('schools', 'school_keys', 'triages', 'cases')
    loop
    v_own := case t.relname when 'drafts' then 'id' when 'reports' then 'id'
      when 'evidence' then 'coalesce(report_id, draft_id)'
      -- Of what was announced only what a phone did, to go on with it.
      when 'uploads' then 'case when arrived_by = ''phone'' then coalesce(report_id, draft_id) end'
      else 'null::uuid' end;
    execute format('drop policy if exists phone_reads_nothing on public.%I', t.relname);
    execute format('create policy phone_reads_nothing on public.%I as restrictive for select
      to daybook_app using ((select sec.phone()) is null or %s = (select sec.phone()))',
      t.relname, v_own);
  end loop;
end $$;
