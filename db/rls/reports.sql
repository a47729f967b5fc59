call sec.protect('drafts');
grant select, insert, update, delete on drafts to daybook_app;
create policy own_reads on drafts for select to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_adds on drafts for insert to daybook_app
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_saves on drafts for update to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person()))
  with check (school_id = (select sec.school()) and person_id = (select sec.person()));
create policy own_discards on drafts for delete to daybook_app
  using (school_id = (select sec.school()) and person_id = (select sec.person())
    and sent_report_id is null);

-- One's own always, even by somebody who is named in it: they wrote it. Another's when its track is
-- one's role's, or one has been let in, and never through a wall.
call sec.protect('reports');
grant select, insert on reports to daybook_app;
create policy seen on reports for select to daybook_app using (
  school_id = (select sec.school())
  and (reporter_id = (select sec.person())
    or (id <> all ((select sec.walled())::uuid[])
      and ((track = any ((select sec.tracks())::text[])
          and (not restricted or (select sec.sees_restricted())))
        or id = any ((select sec.circle())::uuid[])))));
create policy own_sends on reports for insert to daybook_app
  with check (school_id = (select sec.school()) and reporter_id = (select sec.person())
    and (select s.live_at is not null from schools s where s.id = sec.school()));

-- Handlers only: a reporter sees report_progress instead.
call sec.protect('triages');
grant select, insert, update on triages to daybook_app;
create policy handler_sees on triages for select to daybook_app using (
  school_id = (select sec.school())
  and report_id <> all ((select sec.walled())::uuid[])
  and ((track = any ((select sec.tracks())::text[])
      and (not restricted or (select sec.sees_restricted())))
    or report_id = any ((select sec.circle())::uuid[])));
create policy reporter_starts on triages for insert to daybook_app with check (
  school_id = (select sec.school()) and state = 'new' and (select sec.wrote(report_id)));
create policy handler_works on triages for update to daybook_app using (
  school_id = (select sec.school())
  and report_id <> all ((select sec.walled())::uuid[])
  and ((track = any ((select sec.tracks())::text[])
      and (not restricted or (select sec.sees_restricted())))
    or report_id = any ((select sec.circle())::uuid[])))
  with check (school_id = (select sec.school()));

call sec.protect('report_progress');
grant select, insert, update on report_progress to daybook_app;
create policy with_report on report_progress for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from reports r
    where r.school_id = report_progress.school_id and r.id = report_progress.report_id));
create policy reporter_starts on report_progress for insert to daybook_app with check (
  school_id = (select sec.school()) and state = 'sent' and (select sec.wrote(report_id)));
create policy handler_tells on report_progress for update to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from triages t
    where t.school_id = report_progress.school_id and t.report_id = report_progress.report_id))
  with check (school_id = (select sec.school()));

call sec.protect('addenda');
grant select, insert on addenda to daybook_app;
create policy with_report on addenda for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from reports r
    where r.school_id = addenda.school_id and r.id = addenda.report_id));
create policy own_adds on addenda for insert to daybook_app with check (
  school_id = (select sec.school()) and author_id = (select sec.person())
  and (select sec.wrote(report_id)));

call sec.protect('messages');
grant select, insert on messages to daybook_app;
create policy with_report on messages for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from reports r
    where r.school_id = messages.school_id and r.id = messages.report_id));
create policy both_sides_write on messages for insert to daybook_app with check (
  school_id = (select sec.school()) and author_id = (select sec.person()) and (
    (not from_handler and (select sec.wrote(report_id)))
    or (from_handler and (select sec.handles(report_id)))));

-- A reply ends the waiting: the report is new again for its handlers and being read for its writer.
drop function if exists sec.answer_question(uuid);
create function sec.answer_question(a_report uuid)
returns table (clock_id uuid, unit text, due_at timestamptz, paused_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not sec.wrote(a_report) then raise exception 'not-found'; end if;
  update triages t set state = 'new', version = t.version + 1
    where t.school_id = sec.school() and t.report_id = a_report and t.state = 'asked';
  if found then
    update report_progress set state = 'being-read', changed_at = clock_timestamp()
      where school_id = sec.school() and report_id = a_report and state = 'asked';
  end if;
  return query select k.id, k.unit, k.due_at, k.paused_at from clocks k
    where k.school_id = sec.school() and k.report_id = a_report and k.force = 'target'
      and k.paused_at is not null and k.stopped_at is null;
end $$;
-- Two months past the pause is more than any holiday adds: no other day is taken from a reporter.
create or replace function sec.resume_answered(a_report uuid, a_clock uuid, due timestamptz)
returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not sec.wrote(a_report) then raise exception 'not-found'; end if;
  update clocks k set paused_at = null, due_at = due, alert_at = clock_timestamp()
    where k.school_id = sec.school() and k.id = a_clock and k.report_id = a_report
      and k.force = 'target' and k.paused_at is not null and k.stopped_at is null
      and due between k.due_at and k.due_at + (clock_timestamp() - k.paused_at) + interval '60 days';
  if not found then return; end if;
  update clock_pauses set resumed_at = clock_timestamp(), resumed_by = sec.person()
    where school_id = sec.school() and clock_id = a_clock and resumed_at is null;
  update triages t set due_at = (select min(k.due_at) from clocks k where k.school_id = t.school_id
      and k.report_id = a_report and k.stopped_at is null and k.paused_at is null
      and k.force <> 'information')
    where t.school_id = sec.school() and t.report_id = a_report;
end $$;
revoke all on function sec.resume_answered(uuid, uuid, timestamptz) from public;
grant execute on function sec.resume_answered(uuid, uuid, timestamptz) to daybook_app;

-- A reporter withdraws: nothing is deleted, the report stays with whoever handles it, who decides.
create or replace function sec.withdraw_report(a_report uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not sec.wrote(a_report) then raise exception 'not-found'; end if;
  update triages set withdrawn_at = clock_timestamp(), version = version + 1
    where school_id = sec.school() and report_id = a_report and withdrawn_at is null;
  return found;
end $$;
revoke all on function sec.withdraw_report(uuid) from public;
grant execute on function sec.withdraw_report(uuid) to daybook_app;
revoke all on function sec.answer_question(uuid) from public;
grant execute on function sec.answer_question(uuid) to daybook_app;
