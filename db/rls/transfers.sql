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
