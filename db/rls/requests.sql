-- Requests of people for what is kept about them. That there is one is known to the three roles that
-- answer it, and to nobody it is about; what was found, to those who see the matter it was found in.
call sec.protect('access_requests');
grant select, insert on access_requests to daybook_app;
grant update (due_at, extended_at, extended_by, extended_why, ended_at, ended_by, ended_words)
  on access_requests to daybook_app;
create policy answerers_see on access_requests for select to daybook_app using (
  school_id = (select sec.school()) and person_id <> (select sec.person())
  and (select sec.has_role('dsl', 'headteacher', 'dpo')));
create policy answerers_open on access_requests for insert to daybook_app with check (
  school_id = (select sec.school()) and opened_by = (select sec.person())
  and person_id <> (select sec.person()) and (select sec.has_role('dsl', 'headteacher', 'dpo')));
create policy answerers_end on access_requests for update to daybook_app using (
  school_id = (select sec.school()) and person_id <> (select sec.person()) and ended_at is null
  and (select sec.has_role('dsl', 'headteacher', 'dpo')))
  with check (school_id = (select sec.school()));

call sec.protect('access_items');
grant select, insert on access_items to daybook_app;
grant update (choice, words, copy_id, exemption, reason, decided_at, decided_by) on access_items
  to daybook_app;
create policy with_matter on access_items for select to daybook_app using (
  school_id = (select sec.school())
  and exists (select 1 from access_requests q where q.school_id = access_items.school_id
    and q.id = access_items.request_id)
  and (exists (select 1 from cases c where c.school_id = access_items.school_id
      and c.id = access_items.matter_id)
    or exists (select 1 from triages t where t.school_id = access_items.school_id
      and t.report_id = access_items.matter_id)));
create policy handler_decides on access_items for insert to daybook_app with check (
  school_id = (select sec.school()) and decided_by = (select sec.person())
  and (select sec.handles(matter_id))
  and exists (select 1 from access_requests q where q.school_id = access_items.school_id
    and q.id = access_items.request_id and q.ended_at is null));
create policy handler_changes on access_items for update to daybook_app using (
  school_id = (select sec.school()) and (select sec.handles(matter_id))
  and exists (select 1 from access_requests q where q.school_id = access_items.school_id
    and q.id = access_items.request_id and q.ended_at is null))
  with check (school_id = (select sec.school()) and decided_by = (select sec.person()));

-- A pack is read by whoever handles all that is in it: one that another handler gave says nothing.
call sec.protect('access_packs');
grant select, insert on access_packs to daybook_app;
create policy with_matters on access_packs for select to daybook_app using (
  school_id = (select sec.school())
  and exists (select 1 from access_requests q where q.school_id = access_packs.school_id
    and q.id = access_packs.request_id)
  and (given_by = (select sec.person()) or matters <> '{}')
  and not exists (select 1 from unnest(matters) m where not sec.handles(m)));
create policy handler_gives on access_packs for insert to daybook_app with check (
  school_id = (select sec.school()) and given_by = (select sec.person())
  and (select sec.has_role('dsl', 'headteacher', 'dpo'))
  and exists (select 1 from access_requests q where q.school_id = access_packs.school_id
    and q.id = access_packs.request_id and q.ended_at is null)
  and not exists (select 1 from unnest(matters) m where not sec.handles(m)));
