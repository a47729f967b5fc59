-- The way of a child's file to the next school. Seen by whoever sees one of its cases; made and
-- moved by the DSL (B7), who handles every case in it when it is made.
call sec.protect('file_transfers');
grant select, insert on file_transfers to daybook_app;
grant update (state, clock_id, due_at, sent_at, channel, signed_by, signed_on, dropped_words,
  changed_at, changed_by, version) on file_transfers to daybook_app;
create policy with_case on file_transfers for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = file_transfers.school_id and c.id = any (file_transfers.case_ids)));
create policy dsl_makes on file_transfers for insert to daybook_app with check (
  school_id = (select sec.school()) and made_by = (select sec.person())
  and (select sec.has_role('dsl')) and state = 'preparing' and cardinality(case_ids) > 0
  and clock_case_id = any (case_ids)
  and (select bool_and(sec.handles(one)) from unnest(case_ids) one));
create policy dsl_moves on file_transfers for update to daybook_app using (
  school_id = (select sec.school()) and state in ('preparing', 'sent')
  and (select sec.has_role('dsl')) and exists (select 1 from cases c
    where c.school_id = file_transfers.school_id and c.id = any (file_transfers.case_ids)))
  with check (school_id = (select sec.school()) and changed_by = (select sec.person()));

-- A case of the same child that its maker may not know of stays out of the transfer, and its maker
-- learns nothing of it. Whoever owns it is told that the child leaves, and sees to it themself.
create or replace function sec.tell_left_behind(a_transfer uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
declare v_made file_transfers; v_case record; v_notice uuid;
begin
  select * into v_made from file_transfers where school_id = sec.school() and id = a_transfer
    and made_by = sec.person();
  if v_made.id is null then raise exception 'not-found'; end if;
  for v_case in select c.id, c.reference, c.owner_id from cases c
    where c.school_id = v_made.school_id and c.track = 'T2'
      and c.state not in ('transferred', 'disposed') and c.id <> all (v_made.case_ids)
      and not sec.handles(c.id)
      and exists (select 1 from involvements i where i.school_id = c.school_id and i.case_id = c.id
        and i.part in ('affected', 'named', 'account-holder')
        and (i.person_id = v_made.pupil_id or exists (select 1 from person_merges m
          where m.school_id = i.school_id and m.kept_id = v_made.pupil_id
            and m.merged_id = i.person_id and m.undone_at is null)))
      and not exists (select 1 from walls w where w.school_id = c.school_id and w.matter_id = c.id
        and w.person_id = c.owner_id)
  loop
    v_notice := gen_random_uuid();
    insert into notices (school_id, id, person_id, kind, matter_id, reference, path, created_at)
      values (v_made.school_id, v_notice, v_case.owner_id, 'child-leaves', v_case.id,
        v_case.reference, '/cases/' || v_case.id || '/disclosures', clock_timestamp());
    perform jobs.enqueue('notice-created',
      json_build_object('schoolId', v_made.school_id, 'noticeId', v_notice), null);
  end loop;
end $$;
revoke all on function sec.tell_left_behind(uuid) from public;
grant execute on function sec.tell_left_behind(uuid) to daybook_app;
