-- Whoever reads in an emergency changes nothing (B12, break-glass), whatever else a table's own
-- policies let through. Applied last, to every table that holds something of a case or report: the
-- loop finds them by their columns, so that a new table is under it from its first day.

-- What this person sees by an emergency alone, with the evidence, deadlines and disclosures of it.
create or replace function sec.only_read() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare s sessions := sec.live_session(); v uuid[];
begin
  v := array(select distinct c.matter_id from circle c where c.school_id = s.school_id
    and c.person_id = s.person_id and c.capacity = 'emergency'
    and clock_timestamp() < c.ends_at and not sec.handles(c.matter_id));
  if v = '{}' then return v; end if;
  return v
    || array(select e.id from evidence e where e.school_id = s.school_id and e.report_id = any (v))
    || array(select k.id from clocks k where k.school_id = s.school_id
      and (k.case_id = any (v) or k.report_id = any (v)))
    || array(select d.id from disclosures d where d.school_id = s.school_id and d.case_id = any (v));
end $$;
revoke all on function sec.only_read() from public;
grant execute on function sec.only_read() to daybook_app;

-- One's own notices are left out: to have read one is no word about the matter.
do $$
declare t record; c text;
begin
  for t in
    select a.attrelid::regclass as name,
      coalesce('array[' || string_agg(quote_ident(a.attname), ', ') filter (where a.attndims = 0)
        || ']::uuid[]', '''{}''::uuid[]')
      || coalesce(string_agg(format(' || coalesce(%I, ''{}'')', a.attname), '')
        filter (where a.attndims > 0), '') as matters
    from pg_attribute a join pg_class r on r.oid = a.attrelid
    where r.relnamespace = 'public'::regnamespace and r.relkind = 'r' and r.relname <> 'notices'
      and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype) and not a.attisdropped
      and (a.attname in ('case_id', 'report_id', 'matter_id', 'evidence_id', 'clock_id',
          'disclosure_id', 'other_id', 'source_id', 'case_ids', 'matters')
        or (r.relname in ('cases', 'reports', 'evidence', 'clocks', 'disclosures') and a.attname = 'id'))
      and (has_table_privilege('daybook_app', r.oid, 'delete')
        or has_any_column_privilege('daybook_app', r.oid, 'insert, update'))
    group by a.attrelid
  loop
    foreach c in array array['insert', 'update', 'delete'] loop
      execute format('drop policy if exists emergency_%s on %s', c, t.name);
      execute format('create policy emergency_%s on %s as restrictive for %s to daybook_app', c,
        t.name, c)
        || case when c = 'insert' then '' else
          format(' using (not ((%s) && (select sec.only_read())::uuid[]))', t.matters) end
        || case when c = 'delete' then '' else
          format(' with check (not ((%s) && (select sec.only_read())::uuid[]))', t.matters) end;
    end loop;
  end loop;
end $$;
