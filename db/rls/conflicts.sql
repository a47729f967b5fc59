-- Why somebody stepped aside is for whoever owns the case, and never for themself again: the wall
-- goes up in the same transaction.
call sec.protect('recusals');
grant select, insert on recusals to daybook_app;
create policy owner_reads on recusals for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = recusals.school_id and c.id = recusals.case_id
      and c.owner_id = (select sec.person())));
create policy own_adds on recusals for insert to daybook_app with check (
  school_id = (select sec.school()) and person_id = (select sec.person())
  and (select sec.handles(case_id)));

call sec.protect('emergencies');
grant select on emergencies to daybook_app;
create policy with_case on emergencies for select to daybook_app using (
  school_id = (select sec.school()) and exists (select 1 from cases c
    where c.school_id = emergencies.school_id and c.id = emergencies.case_id));

-- Everybody who is kept out of a case, each with what they had opened of it, its reports and its
-- evidence before their wall went up: for its owner alone, who is never one of them.
create or replace function sec.past_views(a_case uuid)
returns table (person_id uuid, reason text, built_at timestamptz, at timestamptz, action text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select w.person_id, w.reason, w.built_at, v.at, v.action
  from public.cases c
  join public.walls w on w.school_id = c.school_id and w.matter_id = c.id
  left join public.ledger_pseudonyms p on p.school_id = w.school_id and p.person_id = w.person_id
  left join lateral (select l.at, l.leaf::json ->> 'action' as action from public.ledger_leaves l
    where l.school_id = c.school_id and l.chain_id in (select sec.joined(c.school_id, c.id))
      and l.leaf::json ->> 'actor' = p.pseudonym::text
      and l.leaf::json ->> 'action' in ('case-viewed', 'report-viewed', 'evidence-viewed',
        'evidence-exported')
    order by l.at desc limit 50) v on true
  where c.school_id = sec.school() and c.id = a_case and c.owner_id = sec.person()
    and sec.handles(a_case)
  order by w.built_at desc, w.person_id, v.at desc
$$;
revoke all on function sec.past_views(uuid) from public;
grant execute on function sec.past_views(uuid) to daybook_app;
